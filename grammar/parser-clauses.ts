import * as k from "./keywords.ts";
import { ExpressionParser } from "./parser-expressions.ts";
import * as t from "./tokens.ts";

/** The clauses of a job. */
export abstract class ClauseParser extends ExpressionParser {
  readonly fromClause = this.RULE("fromClause", () => {
    this.CONSUME(k.From);
    this.CONSUME(t.BareName, { ERR_MSG: "a kind such as `hash`" });
    this.CONSUME(t.StringToken);
  });

  readonly clause = this.RULE("clause", () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.letClause) },
        { ALT: () => this.SUBRULE(this.lookupClause) },
        { ALT: () => this.SUBRULE(this.whereClause) },
        { ALT: () => this.SUBRULE(this.skipClause) },
        { ALT: () => this.SUBRULE(this.forClause) },
        { ALT: () => this.SUBRULE(this.intoClause) },
        { ALT: () => this.SUBRULE(this.delivery) },
      ],
      ERR_MSG: "a clause",
    });
  });

  readonly block = this.RULE("block", () => {
    this.CONSUME(t.LBrace);
    this.MANY(() => this.SUBRULE(this.clause));
    this.CONSUME(t.RBrace);
  });

  readonly letClause = this.RULE("letClause", () => {
    this.CONSUME(k.Let);
    this.CONSUME(t.AnyName);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly lookupClause = this.RULE("lookupClause", () => {
    this.CONSUME(k.Lookup);
    this.CONSUME(t.AnyName);
    this.CONSUME(t.Equals);
    this.CONSUME(t.BareName, { ERR_MSG: "a kind such as `hash`" });
    this.CONSUME(t.StringToken);
    this.OPTION(() => {
      this.CONSUME(k.Cached);
      this.CONSUME(t.Duration);
    });
  });

  readonly whereClause = this.RULE("whereClause", () => {
    this.CONSUME(k.Where);
    this.SUBRULE(this.expression);
    this.OPTION(() => this.SUBRULE(this.block));
  });

  readonly skipClause = this.RULE("skipClause", () => {
    this.CONSUME(k.Skip);
    this.CONSUME(k.When);
    this.SUBRULE(this.expression);
  });

  readonly forClause = this.RULE("forClause", () => {
    this.CONSUME(k.For);
    this.SUBRULE(this.binders);
    this.CONSUME(k.In);
    this.SUBRULE(this.expression);
    this.SUBRULE(this.block);
  });

  readonly intoClause = this.RULE("intoClause", () => {
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(k.Append) }, { ALT: () => this.CONSUME(k.History) }]);
    });
    this.CONSUME(k.Into);
    this.CONSUME(t.BareName);
    this.OR2({
      DEF: [{ ALT: () => this.SUBRULE(this.table) }, { ALT: () => this.SUBRULE(this.redisKey) }],
      ERR_MSG: "`.table`, or a kind and a key",
    });
    this.MANY(() => this.SUBRULE(this.outcome));
  });

  readonly table = this.RULE("table", () => {
    this.SUBRULE(this.path);
    this.OPTION(() => this.SUBRULE(this.key));
    this.OPTION2(() => this.SUBRULE(this.period));
    this.CONSUME(t.LBrace);
    this.MANY(() => this.SUBRULE(this.column));
    this.CONSUME(t.RBrace);
  });

  readonly path = this.RULE("path", () => {
    this.CONSUME(t.Dot);
    this.CONSUME(t.AnyName);
    this.OPTION(() => {
      this.CONSUME2(t.Dot);
      this.CONSUME2(t.AnyName);
    });
  });

  readonly key = this.RULE("key", () => {
    this.CONSUME(k.Key);
    this.SUBRULE(this.names);
  });

  readonly period = this.RULE("period", () => {
    this.CONSUME(k.Period);
    this.SUBRULE(this.names);
  });

  readonly names = this.RULE("names", () => {
    this.CONSUME(t.LParen);
    this.CONSUME(t.AnyName);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.CONSUME2(t.AnyName);
    });
    this.OPTION(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RParen);
  });

  readonly column = this.RULE("column", () => {
    this.CONSUME(t.Label);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.OPTION(() => {
      this.CONSUME(k.Not);
      this.CONSUME(k.Null);
    });
    this.OPTION2(() => this.CONSUME(k.Sensitive));
    this.OPTION3(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
    this.OPTION4(() => this.CONSUME(t.Comma));
  });

  readonly redisKey = this.RULE("redisKey", () => {
    this.CONSUME(t.BareName, { ERR_MSG: "a kind such as `hash`" });
    this.CONSUME(t.StringToken);
    this.OPTION(() => this.CONSUME(k.Merge));
    this.OPTION2(() => {
      this.CONSUME(k.Expire);
      this.SUBRULE(this.expression);
    });
    this.SUBRULE(this.object);
  });

  readonly outcome = this.RULE("outcome", () => {
    this.CONSUME(k.On);
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(k.Delete) }, { ALT: () => this.CONSUME(k.Expire) }],
      ERR_MSG: "an event",
    });
    this.OR2({
      DEF: [
        { ALT: () => this.CONSUME(k.Remove) },
        { ALT: () => this.CONSUME(k.Keep) },
        {
          ALT: () => {
            this.CONSUME(k.Set_);
            this.SUBRULE(this.object);
          },
        },
      ],
      ERR_MSG: "an action",
    });
  });

  readonly delivery = this.RULE("delivery", () => {
    this.CONSUME(k.Delivery);
    this.SUBRULE(this.object);
  });
}
