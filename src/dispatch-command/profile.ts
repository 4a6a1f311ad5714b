// A profile is one wire of dispatch-api: how a command is written for it, and what its answers mean. Knows no network.
import type { DispatchCommand } from '../contracts/command.ts'
import type { Finding } from './outcome.ts'

/** Everything about a request but where it goes, who sends it and in which trace: plain data, to be stored and sent again. */
export interface WireRequest {
  readonly requestId: string
  readonly toolName: string
  /** Missing when the command makes the ticket and leaves its id open. */
  readonly ticketId?: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Byte for byte what is sent, however often. */
  readonly body: string
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export type Encoded =
  | { readonly kind: 'request'; readonly request: WireRequest }
  /** Not sent at all. */
  | { readonly kind: 'refused'; readonly finding: Finding }

export interface Verdict {
  readonly finding: Finding
  /** A fault that passes: the same bytes again do no harm, and may soon get another answer. */
  readonly again: boolean
  /** The answer of somebody who came second, perhaps to ourselves: the story of the ticket tells. */
  readonly inDoubt?: true
}

export interface Profile {
  encode(command: DispatchCommand): Encoded
  /** Of any answer whatever: never throws. */
  read(request: WireRequest, answer: WireAnswer): Verdict
  /** For a wire whose refusals leave doubts: where to read whether the command was done all the same. */
  readonly story?: {
    path(request: WireRequest): string
    headers(request: WireRequest): Readonly<Record<string, string>>
    /** The command as done; 'untold' when the story has nothing of it, 'unread' when it is none. */
    tells(request: WireRequest, answer: WireAnswer): Finding | 'untold' | 'unread'
  }
}
