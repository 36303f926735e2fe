/** From the manifest's items to the activity tree scorm-again sequences (names differ, meaning does not). */
import type { ControlMode, Item, ItemSequencing, Launch, RollupRule, SequencingObjective, SequencingRule } from "./wire";

/** scorm-again's ActivitySettings, as far as we fill it. */
export interface Activity {
  id: string;
  title: string;
  isVisible: boolean;
  children: Activity[];
  [setting: string]: unknown;
}

export const ROOT = "lectern:organization";

export function activityTree(launch: Pick<Launch, "title" | "items" | "manifest_sequencing">): Activity {
  const given = launch.manifest_sequencing;
  const root = given?.root ?? (given?.control_mode ? (given as unknown as ItemSequencing) : null);
  // A package that says nothing about sequencing means a plain list, not "no way forward" (flow is off by default).
  const plain = root === null && launch.items.every(saysNothing);
  return {
    id: ROOT,
    title: launch.title,
    isVisible: true,
    children: launch.items.map((item) => activity(item, plain)),
    ...settings(root, plain),
  };
}

function saysNothing(item: Item): boolean {
  return item.sequencing === null && item.children.every(saysNothing);
}

function activity(item: Item, plain: boolean): Activity {
  return {
    id: item.id,
    title: item.title,
    isVisible: item.visible,
    children: item.children.map((child) => activity(child, plain)),
    ...settings(item.sequencing, plain),
    ...(item.completion_threshold === null
      ? {}
      : { completionThreshold: { completedByMeasure: true, minProgressMeasure: item.completion_threshold } }),
  };
}

function settings(sequencing: ItemSequencing | null, plain: boolean): Record<string, unknown> {
  const delivery = sequencing?.delivery;
  const primary = sequencing?.objectives?.find((objective) => objective.primary);
  const others = sequencing?.objectives?.filter((objective) => !objective.primary) ?? [];
  return {
    attemptLimit: sequencing?.limit_conditions?.attempt_limit ?? null,
    ...(primary ? { primaryObjective: objective(primary) } : {}),
    // An objective without an id can be nobody's reference; only the primary one may go without.
    objectives: others.filter(({ id }) => id !== null).map(objective),
    sequencingRules: rules(sequencing?.sequencing_rules ?? []),
    rollupRules: { rules: (sequencing?.rollup_rules ?? []).map(rollup) },
    sequencingControls: {
      ...control(sequencing?.control_mode, plain),
      ...shuffle(sequencing?.randomization),
      rollupObjectiveSatisfied: sequencing?.rollup?.objective_satisfied ?? true,
      rollupProgressCompletion: sequencing?.rollup?.progress_completion ?? true,
      objectiveMeasureWeight: sequencing?.rollup?.objective_measure_weight ?? 1,
    },
    deliveryControls: {
      tracked: delivery?.tracked ?? true,
      completionSetByContent: delivery?.completion_set_by_content ?? false,
      objectiveSetByContent: delivery?.objective_set_by_content ?? false,
    },
  };
}

function control(mode: ControlMode | undefined, plain: boolean) {
  return {
    choice: mode?.choice ?? true,
    choiceExit: mode?.choice_exit ?? true,
    flow: mode?.flow ?? plain,
    forwardOnly: mode?.forward_only ?? false,
  };
}

function objective(given: SequencingObjective) {
  return {
    objectiveID: given.id ?? "",
    isPrimary: given.primary,
    satisfiedByMeasure: given.satisfied_by_measure,
    minNormalizedMeasure: given.min_normalized_measure,
    mapInfo: given.map_info.map((map) => ({
      targetObjectiveID: map.target,
      readSatisfiedStatus: map.read_satisfied,
      readNormalizedMeasure: map.read_measure,
      writeSatisfiedStatus: map.write_satisfied,
      writeNormalizedMeasure: map.write_measure,
    })),
  };
}

function rules(given: SequencingRule[]) {
  const of = (phase: SequencingRule["phase"]) => given.filter((rule) => rule.phase === phase).map(rule);
  return { preConditionRules: of("pre"), postConditionRules: of("post"), exitConditionRules: of("exit") };
}

function rule(given: SequencingRule) {
  return {
    action: given.action,
    conditionCombination: given.combination,
    conditions: given.conditions.map((condition) => ({
      condition: condition.condition,
      ...(condition.operator === "not" ? { operator: "not" } : {}),
      ...(condition.objective === null ? {} : { referencedObjective: condition.objective }),
      ...(condition.measure === null ? {} : { parameters: { threshold: condition.measure } }),
    })),
  };
}

function rollup(given: RollupRule) {
  return {
    action: given.action,
    conditionCombination: given.combination,
    consideration: given.child_activity_set,
    ...(given.minimum_count === null ? {} : { minimumCount: given.minimum_count }),
    // The manifest's share is 0 to 1, the library's 0 to 100.
    ...(given.minimum_percent === null ? {} : { minimumPercent: given.minimum_percent * 100 }),
    conditions: given.conditions.map(({ condition, operator }) => ({
      condition,
      ...(operator === "not" ? { operator: "not" } : {}),
    })),
  };
}

/** `imsss:randomizationControls`, whichever of its attributes are there. */
function shuffle(given: unknown): Record<string, unknown> {
  if (typeof given !== "object" || given === null) return {};
  const controls = given as Record<string, unknown>;
  return {
    ...(typeof controls.randomization_timing === "string" ? { randomizationTiming: controls.randomization_timing } : {}),
    ...(typeof controls.selection_timing === "string" ? { selectionTiming: controls.selection_timing } : {}),
    ...(typeof controls.select_count === "number" ? { selectCount: controls.select_count } : {}),
    ...(controls.reorder_children === true ? { randomizeChildren: true, reorderChildren: true } : {}),
  };
}
