// Written by grammar/generate-cst.ts from the grammar. Don't edit.
import type { CstNode, ICstVisitor, IToken } from "chevrotain";

export interface ExpressionCstNode extends CstNode {
  name: "expression";
  children: ExpressionCstChildren;
}

export type ExpressionCstChildren = {
  comparison: ComparisonCstNode[];
  LogicalOperator?: IToken[];
};

export interface ComparisonCstNode extends CstNode {
  name: "comparison";
  children: ComparisonCstChildren;
}

export type ComparisonCstChildren = {
  Not?: IToken[];
  arithmetic: ArithmeticCstNode[];
  comparisonRest?: ComparisonRestCstNode[];
};

export interface ComparisonRestCstNode extends CstNode {
  name: "comparisonRest";
  children: ComparisonRestCstChildren;
}

export type ComparisonRestCstChildren = {
  Comparator?: IToken[];
  arithmetic?: ArithmeticCstNode[];
  Is?: IToken[];
  Not?: IToken[];
  In?: IToken[];
  Between?: IToken[];
  And?: IToken[];
  Matches?: IToken[];
};

export interface ArithmeticCstNode extends CstNode {
  name: "arithmetic";
  children: ArithmeticCstChildren;
}

export type ArithmeticCstChildren = {
  operand: OperandCstNode[];
  ArithmeticOperator?: IToken[];
};

export interface OperandCstNode extends CstNode {
  name: "operand";
  children: OperandCstChildren;
}

export type OperandCstChildren = {
  Minus?: IToken[];
  Literal?: IToken[];
  nameOrCall?: NameOrCallCstNode[];
  group?: GroupCstNode[];
  list?: ListCstNode[];
  object?: ObjectCstNode[];
  caseExpression?: CaseExpressionCstNode[];
  accessStep?: AccessStepCstNode[];
  As?: IToken[];
  type?: TypeCstNode[];
};

export interface NameOrCallCstNode extends CstNode {
  name: "nameOrCall";
  children: NameOrCallCstChildren;
}

export type NameOrCallCstChildren = {
  BareName: IToken[];
  LParen?: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  RParen?: IToken[];
};

export interface AccessStepCstNode extends CstNode {
  name: "accessStep";
  children: AccessStepCstChildren;
}

export type AccessStepCstChildren = {
  Dot?: IToken[];
  AnyName?: IToken[];
  LBracket?: IToken[];
  expression?: ExpressionCstNode[];
  RBracket?: IToken[];
};

export interface GroupCstNode extends CstNode {
  name: "group";
  children: GroupCstChildren;
}

export type GroupCstChildren = {
  LParen: IToken[];
  expression: ExpressionCstNode[];
  RParen: IToken[];
};

export interface ListCstNode extends CstNode {
  name: "list";
  children: ListCstChildren;
}

export type ListCstChildren = {
  LBracket: IToken[];
  expression?: ExpressionCstNode[];
  loop?: LoopCstNode[];
  Comma?: IToken[];
  RBracket: IToken[];
};

export interface LoopCstNode extends CstNode {
  name: "loop";
  children: LoopCstChildren;
}

export type LoopCstChildren = {
  For: IToken[];
  binders: BindersCstNode[];
  In: IToken[];
  expression: ExpressionCstNode[];
  Where?: IToken[];
};

export interface BindersCstNode extends CstNode {
  name: "binders";
  children: BindersCstChildren;
}

export type BindersCstChildren = {
  BareName: IToken[];
  Comma?: IToken[];
};

export interface ObjectCstNode extends CstNode {
  name: "object";
  children: ObjectCstChildren;
}

export type ObjectCstChildren = {
  LBrace: IToken[];
  entry?: EntryCstNode[];
  RBrace: IToken[];
};

export interface EntryCstNode extends CstNode {
  name: "entry";
  children: EntryCstChildren;
}

export type EntryCstChildren = {
  Spread?: IToken[];
  expression?: ExpressionCstNode[];
  String?: IToken[];
  Colon?: IToken[];
  BareName?: IToken[];
  Comma?: IToken[];
};

export interface CaseExpressionCstNode extends CstNode {
  name: "caseExpression";
  children: CaseExpressionCstChildren;
}

export type CaseExpressionCstChildren = {
  Case: IToken[];
  expression?: ExpressionCstNode[];
  arm: ArmCstNode[];
  otherwise?: OtherwiseCstNode[];
  End: IToken[];
};

export interface ArmCstNode extends CstNode {
  name: "arm";
  children: ArmCstChildren;
}

export type ArmCstChildren = {
  When: IToken[];
  tests: TestsCstNode[];
  Then: IToken[];
  expression: ExpressionCstNode[];
};

export interface TestsCstNode extends CstNode {
  name: "tests";
  children: TestsCstChildren;
}

export type TestsCstChildren = {
  expression: ExpressionCstNode[];
  Comma?: IToken[];
};

export interface OtherwiseCstNode extends CstNode {
  name: "otherwise";
  children: OtherwiseCstChildren;
}

export type OtherwiseCstChildren = {
  Else: IToken[];
  expression: ExpressionCstNode[];
};

export interface TypeCstNode extends CstNode {
  name: "type";
  children: TypeCstChildren;
}

export type TypeCstChildren = {
  BareName: IToken[];
  LParen?: IToken[];
  typeArgument?: TypeArgumentCstNode[];
  Comma?: IToken[];
  RParen?: IToken[];
};

export interface TypeArgumentCstNode extends CstNode {
  name: "typeArgument";
  children: TypeArgumentCstChildren;
}

export type TypeArgumentCstChildren = {
  Number?: IToken[];
  String?: IToken[];
};

export interface ReferenceCstNode extends CstNode {
  name: "reference";
  children: ReferenceCstChildren;
}

export type ReferenceCstChildren = {
  AtName?: IToken[];
  BareName?: IToken[];
  referenceStep?: ReferenceStepCstNode[];
};

export interface ReferenceStepCstNode extends CstNode {
  name: "referenceStep";
  children: ReferenceStepCstChildren;
}

export type ReferenceStepCstChildren = {
  Dot?: IToken[];
  AnyName?: IToken[];
  LBracket?: IToken[];
  Minus?: IToken[];
  Number?: IToken[];
  RBracket?: IToken[];
};

export interface CaptureCstNode extends CstNode {
  name: "capture";
  children: CaptureCstChildren;
}

export type CaptureCstChildren = {
  BareName: IToken[];
  Colon?: IToken[];
};

export interface FromClauseCstNode extends CstNode {
  name: "fromClause";
  children: FromClauseCstChildren;
}

export type FromClauseCstChildren = {
  From: IToken[];
  BareName: IToken[];
  String: IToken[];
};

export interface ClauseCstNode extends CstNode {
  name: "clause";
  children: ClauseCstChildren;
}

export type ClauseCstChildren = {
  letClause?: LetClauseCstNode[];
  lookupClause?: LookupClauseCstNode[];
  whereClause?: WhereClauseCstNode[];
  skipClause?: SkipClauseCstNode[];
  forClause?: ForClauseCstNode[];
  intoClause?: IntoClauseCstNode[];
  delivery?: DeliveryCstNode[];
};

export interface BlockCstNode extends CstNode {
  name: "block";
  children: BlockCstChildren;
}

export type BlockCstChildren = {
  LBrace: IToken[];
  clause?: ClauseCstNode[];
  RBrace: IToken[];
};

export interface LetClauseCstNode extends CstNode {
  name: "letClause";
  children: LetClauseCstChildren;
}

export type LetClauseCstChildren = {
  Let: IToken[];
  AnyName: IToken[];
  Equals: IToken[];
  expression: ExpressionCstNode[];
};

export interface LookupClauseCstNode extends CstNode {
  name: "lookupClause";
  children: LookupClauseCstChildren;
}

export type LookupClauseCstChildren = {
  Lookup: IToken[];
  AnyName: IToken[];
  Equals: IToken[];
  BareName: IToken[];
  String: IToken[];
  Cached?: IToken[];
  Duration?: IToken[];
};

export interface WhereClauseCstNode extends CstNode {
  name: "whereClause";
  children: WhereClauseCstChildren;
}

export type WhereClauseCstChildren = {
  Where: IToken[];
  expression: ExpressionCstNode[];
  block?: BlockCstNode[];
};

export interface SkipClauseCstNode extends CstNode {
  name: "skipClause";
  children: SkipClauseCstChildren;
}

export type SkipClauseCstChildren = {
  Skip: IToken[];
  When: IToken[];
  expression: ExpressionCstNode[];
};

export interface ForClauseCstNode extends CstNode {
  name: "forClause";
  children: ForClauseCstChildren;
}

export type ForClauseCstChildren = {
  For: IToken[];
  binders: BindersCstNode[];
  In: IToken[];
  expression: ExpressionCstNode[];
  block: BlockCstNode[];
};

export interface IntoClauseCstNode extends CstNode {
  name: "intoClause";
  children: IntoClauseCstChildren;
}

export type IntoClauseCstChildren = {
  Append?: IToken[];
  History?: IToken[];
  Into: IToken[];
  BareName: IToken[];
  table?: TableCstNode[];
  redisKey?: RedisKeyCstNode[];
  outcome?: OutcomeCstNode[];
};

export interface TableCstNode extends CstNode {
  name: "table";
  children: TableCstChildren;
}

export type TableCstChildren = {
  path: PathCstNode[];
  key?: KeyCstNode[];
  period?: PeriodCstNode[];
  LBrace: IToken[];
  column?: ColumnCstNode[];
  RBrace: IToken[];
};

export interface PathCstNode extends CstNode {
  name: "path";
  children: PathCstChildren;
}

export type PathCstChildren = {
  Dot: IToken[];
  AnyName: IToken[];
};

export interface KeyCstNode extends CstNode {
  name: "key";
  children: KeyCstChildren;
}

export type KeyCstChildren = {
  Key: IToken[];
  names: NamesCstNode[];
};

export interface PeriodCstNode extends CstNode {
  name: "period";
  children: PeriodCstChildren;
}

export type PeriodCstChildren = {
  Period: IToken[];
  names: NamesCstNode[];
};

export interface NamesCstNode extends CstNode {
  name: "names";
  children: NamesCstChildren;
}

export type NamesCstChildren = {
  LParen: IToken[];
  AnyName: IToken[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface ColumnCstNode extends CstNode {
  name: "column";
  children: ColumnCstChildren;
}

export type ColumnCstChildren = {
  Label: IToken[];
  Colon: IToken[];
  type: TypeCstNode[];
  Not?: IToken[];
  Null?: IToken[];
  Sensitive?: IToken[];
  Equals?: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
};

export interface RedisKeyCstNode extends CstNode {
  name: "redisKey";
  children: RedisKeyCstChildren;
}

export type RedisKeyCstChildren = {
  BareName: IToken[];
  String: IToken[];
  Merge?: IToken[];
  Expire?: IToken[];
  expression?: ExpressionCstNode[];
  object: ObjectCstNode[];
};

export interface OutcomeCstNode extends CstNode {
  name: "outcome";
  children: OutcomeCstChildren;
}

export type OutcomeCstChildren = {
  On: IToken[];
  Delete?: IToken[];
  Expire?: IToken[];
  Remove?: IToken[];
  Keep?: IToken[];
  Set?: IToken[];
  object?: ObjectCstNode[];
};

export interface DeliveryCstNode extends CstNode {
  name: "delivery";
  children: DeliveryCstChildren;
}

export type DeliveryCstChildren = {
  Delivery: IToken[];
  object: ObjectCstNode[];
};

export interface FileCstNode extends CstNode {
  name: "file";
  children: FileCstChildren;
}

export type FileCstChildren = {
  declaration?: DeclarationCstNode[];
};

export interface DeclarationCstNode extends CstNode {
  name: "declaration";
  children: DeclarationCstChildren;
}

export type DeclarationCstChildren = {
  importDeclaration?: ImportDeclarationCstNode[];
  sourceDeclaration?: SourceDeclarationCstNode[];
  target?: TargetCstNode[];
  delivery?: DeliveryCstNode[];
  functionDeclaration?: FunctionDeclarationCstNode[];
  job?: JobCstNode[];
  test?: TestCstNode[];
};

export interface ImportDeclarationCstNode extends CstNode {
  name: "importDeclaration";
  children: ImportDeclarationCstChildren;
}

export type ImportDeclarationCstChildren = {
  Import: IToken[];
  String: IToken[];
};

export interface SourceDeclarationCstNode extends CstNode {
  name: "sourceDeclaration";
  children: SourceDeclarationCstChildren;
}

export type SourceDeclarationCstChildren = {
  Source: IToken[];
  BareName: IToken[];
  object: ObjectCstNode[];
};

export interface TargetCstNode extends CstNode {
  name: "target";
  children: TargetCstChildren;
}

export type TargetCstChildren = {
  Target: IToken[];
  AnyName: IToken[];
  Colon: IToken[];
  BareName: IToken[];
  object: ObjectCstNode[];
};

export interface FunctionDeclarationCstNode extends CstNode {
  name: "functionDeclaration";
  children: FunctionDeclarationCstChildren;
}

export type FunctionDeclarationCstChildren = {
  Fn: IToken[];
  AnyName: IToken[];
  LParen: IToken[];
  param?: ParamCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
  Equals: IToken[];
  expression: ExpressionCstNode[];
};

export interface ParamCstNode extends CstNode {
  name: "param";
  children: ParamCstChildren;
}

export type ParamCstChildren = {
  AnyName: IToken[];
  Colon: IToken[];
  type: TypeCstNode[];
};

export interface JobCstNode extends CstNode {
  name: "job";
  children: JobCstChildren;
}

export type JobCstChildren = {
  Job: IToken[];
  AnyName: IToken[];
  LBrace: IToken[];
  fromClause: FromClauseCstNode[];
  clause?: ClauseCstNode[];
  RBrace: IToken[];
};

export interface TestCstNode extends CstNode {
  name: "test";
  children: TestCstChildren;
}

export type TestCstChildren = {
  Test: IToken[];
  String: IToken[];
  LBrace: IToken[];
  step?: StepCstNode[];
  RBrace: IToken[];
};

export interface StepCstNode extends CstNode {
  name: "step";
  children: StepCstChildren;
}

export type StepCstChildren = {
  given?: GivenCstNode[];
  Delete?: IToken[];
  String?: IToken[];
  At?: IToken[];
  Expect?: IToken[];
  expectation?: ExpectationCstNode[];
};

export interface GivenCstNode extends CstNode {
  name: "given";
  children: GivenCstChildren;
}

export type GivenCstChildren = {
  Given: IToken[];
  BareName: IToken[];
  String: IToken[];
  expression: ExpressionCstNode[];
  Expire?: IToken[];
  Duration?: IToken[];
};

export interface ExpectationCstNode extends CstNode {
  name: "expectation";
  children: ExpectationCstChildren;
}

export type ExpectationCstChildren = {
  Rejected?: IToken[];
  String?: IToken[];
  BareName?: IToken[];
  path?: PathCstNode[];
  expression?: ExpressionCstNode[];
};

export interface ICstNodeVisitor<IN, OUT> extends ICstVisitor<IN, OUT> {
  expression(children: ExpressionCstChildren, param?: IN): OUT;
  comparison(children: ComparisonCstChildren, param?: IN): OUT;
  comparisonRest(children: ComparisonRestCstChildren, param?: IN): OUT;
  arithmetic(children: ArithmeticCstChildren, param?: IN): OUT;
  operand(children: OperandCstChildren, param?: IN): OUT;
  nameOrCall(children: NameOrCallCstChildren, param?: IN): OUT;
  accessStep(children: AccessStepCstChildren, param?: IN): OUT;
  group(children: GroupCstChildren, param?: IN): OUT;
  list(children: ListCstChildren, param?: IN): OUT;
  loop(children: LoopCstChildren, param?: IN): OUT;
  binders(children: BindersCstChildren, param?: IN): OUT;
  object(children: ObjectCstChildren, param?: IN): OUT;
  entry(children: EntryCstChildren, param?: IN): OUT;
  caseExpression(children: CaseExpressionCstChildren, param?: IN): OUT;
  arm(children: ArmCstChildren, param?: IN): OUT;
  tests(children: TestsCstChildren, param?: IN): OUT;
  otherwise(children: OtherwiseCstChildren, param?: IN): OUT;
  type(children: TypeCstChildren, param?: IN): OUT;
  typeArgument(children: TypeArgumentCstChildren, param?: IN): OUT;
  reference(children: ReferenceCstChildren, param?: IN): OUT;
  referenceStep(children: ReferenceStepCstChildren, param?: IN): OUT;
  capture(children: CaptureCstChildren, param?: IN): OUT;
  fromClause(children: FromClauseCstChildren, param?: IN): OUT;
  clause(children: ClauseCstChildren, param?: IN): OUT;
  block(children: BlockCstChildren, param?: IN): OUT;
  letClause(children: LetClauseCstChildren, param?: IN): OUT;
  lookupClause(children: LookupClauseCstChildren, param?: IN): OUT;
  whereClause(children: WhereClauseCstChildren, param?: IN): OUT;
  skipClause(children: SkipClauseCstChildren, param?: IN): OUT;
  forClause(children: ForClauseCstChildren, param?: IN): OUT;
  intoClause(children: IntoClauseCstChildren, param?: IN): OUT;
  table(children: TableCstChildren, param?: IN): OUT;
  path(children: PathCstChildren, param?: IN): OUT;
  key(children: KeyCstChildren, param?: IN): OUT;
  period(children: PeriodCstChildren, param?: IN): OUT;
  names(children: NamesCstChildren, param?: IN): OUT;
  column(children: ColumnCstChildren, param?: IN): OUT;
  redisKey(children: RedisKeyCstChildren, param?: IN): OUT;
  outcome(children: OutcomeCstChildren, param?: IN): OUT;
  delivery(children: DeliveryCstChildren, param?: IN): OUT;
  file(children: FileCstChildren, param?: IN): OUT;
  declaration(children: DeclarationCstChildren, param?: IN): OUT;
  importDeclaration(children: ImportDeclarationCstChildren, param?: IN): OUT;
  sourceDeclaration(children: SourceDeclarationCstChildren, param?: IN): OUT;
  target(children: TargetCstChildren, param?: IN): OUT;
  functionDeclaration(children: FunctionDeclarationCstChildren, param?: IN): OUT;
  param(children: ParamCstChildren, param?: IN): OUT;
  job(children: JobCstChildren, param?: IN): OUT;
  test(children: TestCstChildren, param?: IN): OUT;
  step(children: StepCstChildren, param?: IN): OUT;
  given(children: GivenCstChildren, param?: IN): OUT;
  expectation(children: ExpectationCstChildren, param?: IN): OUT;
}
