import type { TokenType } from "chevrotain";
import * as k from "./keywords.ts";
import { RecoveringParser } from "./recovery.ts";
import * as t from "./tokens.ts";

/** An expression that fails is left out of the tree as a whole; the item that holds it recovers. */
const whole = { resyncEnabled: false };

/**
 * The expressions of the language. Operators of one kind stand in one flat rule, and the visitor sorts them by
 * precedence: a tree with one node a level of precedence would take four times the memory.
 */
export abstract class ExpressionParser extends RecoveringParser {
  readonly expression = this.RULE(
    "expression",
    () => {
      this.SUBRULE(this.comparison);
      this.MANY(() => {
        this.CONSUME(t.LogicalOperator);
        this.SUBRULE2(this.comparison);
      });
    },
    whole,
  );

  readonly comparison = this.RULE(
    "comparison",
    () => {
      this.MANY(() => this.CONSUME(k.Not));
      this.SUBRULE(this.arithmetic);
      this.OPTION(() => this.SUBRULE(this.comparisonRest));
    },
    whole,
  );

  readonly comparisonRest = this.RULE(
    "comparisonRest",
    () => {
      this.OR([
        { ALT: () => this.compareWith(t.Comparator) },
        {
          ALT: () => {
            this.CONSUME(k.Is);
            this.OPTION(() => this.CONSUME(k.Not));
            this.SUBRULE2(this.arithmetic);
          },
        },
        {
          ALT: () => {
            this.OPTION2(() => this.CONSUME2(k.Not));
            this.OR2({ DEF: this.membershipAlternatives(), ERR_MSG: "`in`, `between` or `matches`" });
          },
        },
      ]);
    },
    whole,
  );

  private compareWith(operator: TokenType): void {
    this.CONSUME(operator);
    this.SUBRULE(this.arithmetic);
  }

  private membershipAlternatives(): { ALT: () => void }[] {
    return [
      {
        ALT: () => {
          this.CONSUME(k.In);
          this.SUBRULE3(this.arithmetic);
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.Between);
          this.SUBRULE4(this.arithmetic);
          this.CONSUME(k.And);
          this.SUBRULE5(this.arithmetic);
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.Matches);
          this.SUBRULE6(this.arithmetic);
        },
      },
    ];
  }

  readonly arithmetic = this.RULE(
    "arithmetic",
    () => {
      this.SUBRULE(this.operand);
      this.MANY(() => {
        this.CONSUME(t.ArithmeticOperator);
        this.SUBRULE2(this.operand);
      });
    },
    whole,
  );

  /** Signs, a primary, its steps and its casts. */
  readonly operand = this.RULE(
    "operand",
    () => {
      this.MANY(() => this.CONSUME(t.Minus));
      this.OR({
        DEF: [
          { ALT: () => this.CONSUME(t.Literal) },
          { GATE: () => !this.beginsSomethingElse(), ALT: () => this.SUBRULE(this.nameOrCall) },
          { ALT: () => this.SUBRULE(this.group) },
          { ALT: () => this.SUBRULE(this.list) },
          { ALT: () => this.SUBRULE(this.object) },
          { ALT: () => this.SUBRULE(this.caseExpression) },
        ],
        ERR_MSG: "a value",
      });
      this.MANY2(() => this.SUBRULE(this.accessStep));
      this.MANY3(() => {
        this.CONSUME(k.As);
        this.SUBRULE(this.type);
      });
    },
    whole,
  );

  readonly nameOrCall = this.RULE(
    "nameOrCall",
    () => {
      this.CONSUME(t.BareName);
      this.OPTION(() => {
        this.CONSUME(t.LParen);
        this.OPTION2(() => {
          this.SUBRULE(this.expression);
          this.MANY(() => {
            this.CONSUME(t.Comma);
            this.SUBRULE2(this.expression);
          });
          this.OPTION3(() => this.CONSUME2(t.Comma));
        });
        this.CONSUME(t.RParen);
      });
    },
    whole,
  );

  /** `.name` or `[index]`. */
  readonly accessStep = this.RULE(
    "accessStep",
    () => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            this.CONSUME(t.AnyName);
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.LBracket);
            this.SUBRULE(this.expression);
            this.CONSUME(t.RBracket);
          },
        },
      ]);
    },
    whole,
  );

  readonly group = this.RULE(
    "group",
    () => {
      this.CONSUME(t.LParen);
      this.SUBRULE(this.expression);
      this.CONSUME(t.RParen);
    },
    whole,
  );

  readonly list = this.RULE(
    "list",
    () => {
      this.CONSUME(t.LBracket);
      this.OPTION(() => {
        this.SUBRULE(this.expression);
        this.OR([
          { ALT: () => this.SUBRULE(this.loop) },
          {
            ALT: () => {
              this.MANY(() => {
                this.CONSUME(t.Comma);
                this.SUBRULE2(this.expression);
              });
              this.OPTION2(() => this.CONSUME2(t.Comma));
            },
          },
        ]);
      });
      this.CONSUME(t.RBracket);
    },
    whole,
  );

  readonly loop = this.RULE(
    "loop",
    () => {
      this.CONSUME(k.For);
      this.SUBRULE(this.binders);
      this.CONSUME(k.In);
      this.SUBRULE(this.expression);
      this.OPTION(() => {
        this.CONSUME(k.Where);
        this.SUBRULE2(this.expression);
      });
    },
    whole,
  );

  readonly binders = this.RULE("binders", () => {
    this.CONSUME(t.BareName);
    this.OPTION(() => {
      this.CONSUME(t.Comma);
      this.CONSUME2(t.BareName);
    });
  });

  readonly object = this.RULE("object", () => {
    this.CONSUME(t.LBrace);
    this.MANY({ GATE: () => !this.leavesItems(), DEF: () => this.SUBRULE(this.entry) });
    this.CONSUME(t.RBrace);
  });

  readonly entry = this.RULE("entry", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Spread);
          this.SUBRULE(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.StringToken);
          this.CONSUME(t.Colon);
          this.SUBRULE2(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.BareName);
          this.OPTION(() => {
            this.CONSUME2(t.Colon);
            this.SUBRULE3(this.expression);
          });
        },
      },
    ]);
    this.OPTION2(() => this.CONSUME(t.Comma));
  });

  readonly caseExpression = this.RULE(
    "caseExpression",
    () => {
      this.CONSUME(k.Case);
      this.OPTION(() => this.SUBRULE(this.expression));
      this.AT_LEAST_ONE({ DEF: () => this.SUBRULE(this.arm), ERR_MSG: "`when`" });
      this.OPTION2(() => this.SUBRULE(this.otherwise));
      this.CONSUME(k.End);
    },
    whole,
  );

  readonly arm = this.RULE(
    "arm",
    () => {
      this.CONSUME(k.When);
      this.SUBRULE(this.tests);
      this.CONSUME(k.Then);
      this.SUBRULE(this.expression);
    },
    whole,
  );

  readonly tests = this.RULE(
    "tests",
    () => {
      this.SUBRULE(this.expression);
      this.MANY(() => {
        this.CONSUME(t.Comma);
        this.SUBRULE2(this.expression);
      });
    },
    whole,
  );

  readonly otherwise = this.RULE(
    "otherwise",
    () => {
      this.CONSUME(k.Else);
      this.SUBRULE(this.expression);
    },
    whole,
  );

  readonly type = this.RULE(
    "type",
    () => {
      this.CONSUME(t.BareName, { ERR_MSG: "a type" });
      this.OPTION(() => {
        this.CONSUME(t.LParen);
        this.SUBRULE(this.typeArgument);
        this.MANY(() => {
          this.CONSUME(t.Comma);
          this.SUBRULE2(this.typeArgument);
        });
        this.CONSUME(t.RParen);
      });
    },
    whole,
  );

  readonly typeArgument = this.RULE(
    "typeArgument",
    () => {
      this.OR({
        DEF: [{ ALT: () => this.CONSUME(t.NumberToken) }, { ALT: () => this.CONSUME(t.StringToken) }],
        ERR_MSG: "a number or a text",
      });
    },
    whole,
  );

  /** The hole of a text: a name or `@name` with steps. */
  readonly reference = this.RULE("reference", () => {
    this.OR([{ ALT: () => this.CONSUME(t.AtName) }, { ALT: () => this.CONSUME(t.BareName) }]);
    this.MANY(() => this.SUBRULE(this.referenceStep));
  });

  readonly referenceStep = this.RULE("referenceStep", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.CONSUME(t.AnyName);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LBracket);
          this.OPTION(() => this.CONSUME(t.Minus));
          this.CONSUME(t.NumberToken);
          this.CONSUME(t.RBracket);
        },
      },
    ]);
  });

  /** The hole of the pattern of `from`. */
  readonly capture = this.RULE("capture", () => {
    this.CONSUME(t.BareName);
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.CONSUME2(t.BareName);
    });
  });
}
