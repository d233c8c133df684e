/** Tests that read as stories of the domain: given what has happened, when somebody commands, then facts, or a no. */
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import type { Actor, Context, Decider, Fact, Fold, Recorded, StreamId } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'

/** Who did what where when, as far as a story does not say otherwise. */
export type Setting = Pick<Recorded, 'actor' | 'subject' | 'at'> & Partial<Pick<Recorded, 'signOff'>>

/** A fact as a story tells it: with whatever differs from the setting. */
export type Told<F extends Fact> = F | ({ readonly fact: F } & Partial<Setting>)

/** What a story expects: these facts and no others, or a rejection. */
export type Expected<F extends Fact> = readonly F[] | Pick<Rejection, 'reason'> | Rejection

/** Tells facts with who did them, to what, when. */
export const told = <F extends Fact>(fact: F, details: Partial<Setting>): Told<F> => ({ fact, ...details })

/** What JSON makes of a state: what the database gives back. */
export const throughJson = <T>(state: T): T => (state === undefined ? state : JSON.parse(JSON.stringify(state)))

const isTold = <F extends Fact>(scene: Told<F>): scene is { readonly fact: F } & Partial<Setting> => 'fact' in scene

/** A told fact as its record says it. */
export const recordedOf = <F extends Fact>(scene: Told<F>, setting: Setting, sequence = 1n): Recorded<F> => {
  const { fact, ...details } = isTold(scene) ? scene : { fact: scene }
  return { signOff: [], ...setting, ...details, fact, source: '//qiantou/story', sequence }
}

/** What is expected of the outcome of one command. */
class Outcome<State, Own extends Fact> {
  readonly decision: Either<Rejection, readonly Own[]>
  private readonly fold: (facts: readonly Own[]) => State | undefined

  constructor(decision: Either<Rejection, readonly Own[]>, fold: (facts: readonly Own[]) => State | undefined) {
    this.decision = decision
    this.fold = fold
  }

  /** @returns the state after it, as it was before where the answer is no. */
  // biome-ignore lint/suspicious/noThenProperty: given, when, then; nothing here is ever awaited
  then(expected: Expected<Own>): State | undefined {
    if ('reason' in expected) {
      expect(this.decision).toMatchObject({ _tag: 'Left', left: expected })
      return this.fold([])
    }
    expect(this.decision).toEqual({ _tag: 'Right', right: expected })
    const state = this.fold(expected)
    expect(throughJson(state)).toEqual(state)
    return state
  }
}

/** A decider, or a fold alone: of one there are only states to tell. */
type Subject<Command, State extends object, Own extends Fact, Foreign extends Fact> = Fold<State, Own, Foreign> &
  Partial<Decider<Command, State, Own, Foreign>>

/** The stories of one stream of an aggregate. */
export class Story<Command, State extends object, Own extends Fact, Foreign extends Fact> {
  private readonly subject: Subject<Command, State, Own, Foreign>
  private readonly setting: Setting
  private readonly stream: StreamId

  constructor(subject: Subject<Command, State, Own, Foreign>, setting: Setting, stream: StreamId = setting.subject) {
    this.subject = subject
    this.setting = setting
    this.stream = stream
  }

  /** The state after these facts. */
  state(...scenes: readonly Told<Own | Foreign>[]): State | undefined {
    return this.fold(undefined, scenes)
  }

  given(...scenes: readonly Told<Own | Foreign>[]): {
    readonly when: (command: Command, actor?: Actor) => Outcome<State, Own>
  } {
    const state = this.fold(undefined, scenes)
    return {
      when: (command, actor = this.setting.actor) => {
        const context = this.contextOf(actor)
        const { decide, owns = [] } = this.subject
        if (!decide) throw new Error('nothing is decided here')
        const decision = decide(command, state, context)
        // Deciding the same again comes to the same: a batch that lost decides again.
        expect(decide(command, throughJson(state), context)).toEqual(decision)
        for (const { $type } of isLeft(decision) ? [] : decision.right)
          expect(owns.map((message) => message.$type)).toContain($type)
        return new Outcome(decision, (facts) =>
          this.fold(
            state,
            facts.map((fact) => told(fact, { actor, subject: this.stream })),
          ),
        )
      },
    }
  }

  /** What time has brought about by now, after these facts; nothing where nothing is due yet. */
  elapsed(...scenes: readonly Told<Own | Foreign>[]): readonly Own[] {
    const state = this.fold(undefined, scenes)
    const due = state && this.subject.due?.(state)
    if (!state || due === undefined || due > this.setting.at.toISOString()) return []
    return this.subject.elapse?.(state, this.contextOf('services/story')) ?? []
  }

  private contextOf(actor: Actor): Context {
    return {
      actor,
      at: this.setting.at,
      ids: Array.from({ length: 8 }, (_, i) => `0192f0c1-7c1e-7b0a-9c3f-00000000000${i}`),
      requestId: '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c',
      correlationId: this.setting.subject,
      signOff: this.setting.signOff ?? [],
    }
  }

  private fold(from: State | undefined, scenes: readonly Told<Own | Foreign>[]): State | undefined {
    return scenes.reduce<State | undefined>(
      (state, scene, i) =>
        this.subject.evolve(state, recordedOf<Own | Foreign>(scene, this.setting, BigInt(i + 1)), this.stream),
      from,
    )
  }
}
