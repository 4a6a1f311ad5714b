// What only the wire v1 knows of a ticket. Knows no table.
export interface V1Facts {
  readonly account_id?: string
  readonly site_id?: string
  readonly asset_id?: string
  readonly nte_cents?: number
  /** Work that is known and not free to be scheduled yet. */
  readonly stage?: 'TRIAGED' | 'APPROVAL_REQUIRED'
  readonly sop_handoff_acknowledged?: boolean
  /** What was frozen by the hold. */
  readonly hold_snapshot_id?: string
}
