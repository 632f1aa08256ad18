import * as k from "./keywords.ts";
import { ClauseParser } from "./parser-clauses.ts";
import * as t from "./tokens.ts";

/** Files, declarations and tests. The grammar is LL(2); Chevrotain checks that when the parser is built. */
export class RdiParser extends ClauseParser {
  readonly file = this.RULE("file", () => {
    this.MANY(() => this.SUBRULE(this.declaration));
  });

  readonly declaration = this.RULE("declaration", () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.importDeclaration) },
        { ALT: () => this.SUBRULE(this.sourceDeclaration) },
        { ALT: () => this.SUBRULE(this.target) },
        { ALT: () => this.SUBRULE(this.delivery) },
        { ALT: () => this.SUBRULE(this.functionDeclaration) },
        { ALT: () => this.SUBRULE(this.job) },
        { ALT: () => this.SUBRULE(this.test) },
      ],
      ERR_MSG: "a declaration",
    });
  });

  readonly importDeclaration = this.RULE("importDeclaration", () => {
    this.CONSUME(k.Import);
    this.CONSUME(t.StringToken);
  });

  readonly sourceDeclaration = this.RULE("sourceDeclaration", () => {
    this.CONSUME(k.Source);
    this.CONSUME(t.BareName);
    this.SUBRULE(this.object);
  });

  readonly target = this.RULE("target", () => {
    this.CONSUME(k.Target);
    this.CONSUME(t.AnyName);
    this.CONSUME(t.Colon);
    this.CONSUME(t.BareName, { ERR_MSG: "a kind such as `postgres`" });
    this.SUBRULE(this.object);
  });

  readonly functionDeclaration = this.RULE("functionDeclaration", () => {
    this.CONSUME(k.Fn);
    this.CONSUME(t.AnyName);
    this.CONSUME(t.LParen);
    this.OPTION(() => {
      this.SUBRULE(this.param);
      this.MANY(() => {
        this.CONSUME(t.Comma);
        this.SUBRULE2(this.param);
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RParen);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly param = this.RULE("param", () => {
    this.CONSUME(t.AnyName);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
  });

  readonly job = this.RULE("job", () => {
    this.CONSUME(k.Job);
    this.CONSUME(t.AnyName);
    this.CONSUME(t.LBrace);
    this.SUBRULE(this.fromClause);
    this.MANY(() => this.SUBRULE(this.clause));
    this.CONSUME(t.RBrace);
  });

  readonly test = this.RULE("test", () => {
    this.CONSUME(k.Test);
    this.CONSUME(t.StringToken);
    this.CONSUME(t.LBrace);
    this.MANY(() => this.SUBRULE(this.step));
    this.CONSUME(t.RBrace);
  });

  readonly step = this.RULE("step", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.given) },
      {
        ALT: () => {
          this.CONSUME(k.Delete);
          this.CONSUME(t.StringToken);
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.At_);
          this.CONSUME2(t.StringToken);
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.Expect);
          this.SUBRULE(this.expectation);
        },
      },
    ]);
  });

  readonly given = this.RULE("given", () => {
    this.CONSUME(k.Given);
    this.CONSUME(t.BareName, { ERR_MSG: "a kind such as `hash`" });
    this.CONSUME(t.StringToken);
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(k.Expire);
      this.CONSUME(t.Duration);
    });
  });

  readonly expectation = this.RULE("expectation", () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(k.Rejected);
            this.CONSUME(t.StringToken);
            this.CONSUME(t.BareName, { ERR_MSG: "a code such as `RDI5012`" });
          },
        },
        {
          ALT: () => {
            this.CONSUME2(t.BareName);
            this.SUBRULE(this.path);
            this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            this.CONSUME3(t.BareName);
            this.CONSUME4(t.BareName);
            this.CONSUME2(t.StringToken);
            this.SUBRULE2(this.expression);
          },
        },
      ],
      ERR_MSG: "`target.table` and rows, a key of a target, or `rejected`",
    });
  });

  constructor() {
    super();
    this.performSelfAnalysis();
  }
}

/** The one parser of the process. Each call of a rule starts afresh. */
export const parser = new RdiParser();
