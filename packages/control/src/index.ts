/** What people may change while a service runs, each change on record: choices, interventions, feedback, lists, rules. */
export { ChoiceLedger } from "./choices/choice-ledger.ts";
export { choicesFrom, layChoices } from "./choices/choice-source.ts";
export { refusal } from "./edge/answer.ts";
export { choiceRoutes } from "./edge/choice-routes.ts";
export { feedbackRoutes } from "./edge/feedback-routes.ts";
export { interventionRoutes } from "./edge/intervention-routes.ts";
export { findRoute } from "./edge/route.ts";
export { ControlError, isControlError } from "./errors.ts";
export { FeedbackLedger } from "./feedback/feedback-ledger.ts";
export { InterventionLedger } from "./interventions/intervention-ledger.ts";
export { ListLedger } from "./lists/list-ledger.ts";
export { controlFileSchema, parseControlFile } from "./rules/control-file.ts";
export { ControlState } from "./rules/control-state.ts";
export { MemoryUseCounter } from "./use/memory-use-counter.ts";
export { RedisUseCounter } from "./use/redis-use-counter.ts";

export type { ActiveScope } from "./interventions/active-interventions.ts";
export type { ApplyOptions } from "./interventions/apply-interventions.ts";
export type {
  Choice,
  ChoiceKind,
  ConsentChoice,
  PersonalisationChoice,
  TagChoice,
} from "./choices/choice.ts";
export type { ChoiceLedgerOptions, ChoicePseudonyms, StoredChoice } from "./choices/choice-ledger.ts";
export type { ChoiceSource, KnownChoices } from "./choices/choice-source.ts";
export type { ChoiceState } from "./choices/choice-state.ts";
export type { ControlChange, ControlListener, ControlStateOptions } from "./rules/control-state.ts";
export type { StoredChange } from "./rules/control-changes.ts";
export type { ControlFile, ControlFileOptions } from "./rules/control-file.ts";
export type { ControlMode, ControlOrigin, ControlSettings, HeldMode } from "./rules/control-settings.ts";
export type { ControlErrorCode } from "./errors.ts";
export type { EdgeAnswer, EdgeWait } from "./edge/answer.ts";
export type { ChoosingSubject } from "./edge/choice-routes.ts";
export type { EdgeRequest, EdgeRoute } from "./edge/route.ts";
export type { Language, StatusWord } from "./edge/words.ts";
export type {
  CaseKind,
  CaseStep,
  Feedback,
  FeedbackCase,
  FeedbackKind,
  OverdueCase,
  StoredFeedback,
} from "./feedback/feedback.ts";
export type { FeedbackEntry, FeedbackLedgerOptions, FeedbackPseudonyms } from "./feedback/feedback-ledger.ts";
export type { ListEntry, ListSnapshot } from "./lists/list-snapshot.ts";
export type { ListLedgerOptions, SnapshotEntry } from "./lists/list-ledger.ts";
export type { InterventionRules } from "./interventions/check-proposal.ts";
export type {
  Intervened,
  InterventionState,
  InterventionStep,
  Proposal,
  ProposedKind,
  StepTaken,
  StoredStep,
} from "./interventions/intervention.ts";
export type {
  InterventionEntry,
  InterventionLedgerOptions,
  ItemHasher,
} from "./interventions/intervention-ledger.ts";
export type { LedgerRecorder } from "./ledger-recorder.ts";
export type { RedisCommand, RedisUseCounterOptions } from "./use/redis-use-counter.ts";
export type { UseCounter, UseCounterOptions, UseSeen } from "./use/use-counter.ts";
