/** Who may do what with money, RPC by RPC. */
import {
  apart,
  everybody,
  noProgramme,
  notOffice,
  notOrganisation,
  notService,
  type Outcomes,
} from './rpc-entitlement-callers.ts'

const noMeasure = 'NOT_FOUND MEASURE_NOT_FOUND'
const notFirst = 'PERMISSION_DENIED NOT_FIRST_RESPONSIBLE'
const noPool = 'NOT_FOUND POOL_NOT_FOUND'
const noApportionment = 'NOT_FOUND APPORTIONMENT_NOT_FOUND'
const noTransfer = 'NOT_FOUND TRANSFER_NOT_FOUND'
const noPayee = 'NOT_FOUND PAYEE_NOT_FOUND'
const noApplication = 'NOT_FOUND APPLICATION_NOT_FOUND'
const notTurn = 'PERMISSION_DENIED NOT_YOUR_TURN'
const notFinance = 'PERMISSION_DENIED NOT_FINANCE_DEPARTMENT'
const notSponsor = 'PERMISSION_DENIED NOT_SPONSOR'

/** Applications are between who hands in, who handles, the finance department and the office. */
const handled: Outcomes = {
  ...{ ...everybody(noApplication), office: notTurn, lead: 'OK', supporter: notTurn, auditor: notTurn },
  service: notOrganisation,
}
const sponsored: Outcomes = { ...handled, office: notSponsor, lead: notSponsor, supporter: 'OK', auditor: notSponsor }

/** The finance department is none of these callers. */
const byFinance: Outcomes = {
  ...{ ...handled, office: notFinance, lead: notFinance, supporter: notFinance, auditor: notFinance },
}

const keepsNone = { auditor: notFinance, service: notOrganisation }
const paid: Outcomes = {
  ...{ ...everybody(noTransfer), office: notFinance, lead: notFinance, auditor: notFinance },
  service: notOrganisation,
}
/** Of a payment that `lead` requested. */
const taken: Outcomes = { ...paid, office: notTurn, lead: 'OK', auditor: notTurn }

const noAllocation = 'NOT_FOUND ALLOCATION_NOT_FOUND'
const noQuota = 'NOT_FOUND QUOTA_NOT_FOUND'
const notProposer = 'PERMISSION_DENIED NOT_PROPOSER_OF_PLAN'
const planned: Outcomes = {
  ...{ ...everybody(noAllocation), office: notFinance, lead: notFinance, auditor: notFinance },
  service: notOrganisation,
}

const noRoster = 'NOT_FOUND ROSTER_NOT_FOUND'
const matched: Outcomes = { ...everybody(noRoster), office: notTurn, auditor: notTurn, service: notOrganisation }
const noVoucher = 'NOT_FOUND VOUCHER_NOT_FOUND'
const issuedBy: Outcomes = {
  ...{ ...everybody(noVoucher), office: notTurn, lead: 'OK', supporter: notTurn, auditor: notTurn },
  service: notOrganisation,
}

export const moneyTable: Readonly<Record<string, Outcomes>> = {
  'MeasureService/EnterMeasure': { ...everybody(notOffice), service: notOrganisation, office: 'OK' },
  'MeasureService/AmendMeasure': {
    ...{ ...everybody(noMeasure), office: 'OK', lead: notOffice, supporter: notOffice, auditor: notOffice },
    service: notOrganisation,
  },
  'MeasureService/OpenCall': {
    ...{ ...everybody(noMeasure), office: 'OK', lead: 'OK', supporter: notFirst, auditor: notFirst },
    service: notOrganisation,
  },
  'MeasureService/GetMeasure': { ...apart(noMeasure) },
  'MeasureService/ListMeasures': {
    ...everybody(noProgramme),
    ...{ office: 'OK 1', lead: 'OK 1', supporter: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  },
  'PoolService/OpenPool': { ...everybody(notOffice), service: notOrganisation, office: 'OK' },
  'PoolService/SetBudget': {
    ...everybody(noPool),
    ...{ office: notFinance, auditor: notFinance, service: notOrganisation },
  },
  'PoolService/CloseYear': {
    ...everybody(noPool),
    ...{ office: notFinance, auditor: notFinance, service: notOrganisation },
  },
  'PoolService/GetPool': { ...everybody(noPool), office: 'OK', auditor: 'OK', service: 'OK' },
  'PoolService/ListPools': { ...everybody(noProgramme), office: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  'PoolService/ListEntries': { ...everybody(noPool), office: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  'PoolService/ListBalances': { ...everybody(noPool), office: 'OK 2', auditor: 'OK 2', service: 'OK 2' },
  'PoolService/Reconcile': { ...everybody(notService), service: 'OK' },
  // Proposed by `lead`, to itself and to `holder`, which passes it on; the finance department is none of these callers.
  'AllocationService/ProposeAllocation': {
    ...{ ...everybody(noMeasure), office: 'OK', lead: 'OK', supporter: 'OK' },
    ...{ auditor: 'PERMISSION_DENIED NOT_RESPONSIBLE_FOR_MEASURE', service: notOrganisation },
  },
  'AllocationService/IssueQuota': planned,
  'AllocationService/RefuseAllocation': planned,
  'AllocationService/WithdrawAllocation': { ...planned, office: notProposer, lead: 'OK', auditor: notProposer },
  'AllocationService/PassOnQuota': {
    ...{ ...everybody(noQuota), holder: 'OK', lead: 'PERMISSION_DENIED NOT_FINANCE_BUREAU', service: notOrganisation },
  },
  'AllocationService/AdjustQuota': { ...everybody(noPool), office: notFinance, ...keepsNone },
  'AllocationService/PlanQuotaSpending': {
    ...{ ...everybody(noQuota), office: notTurn, lead: 'OK', auditor: notTurn, service: notOrganisation },
  },
  'AllocationService/GetAllocation': {
    ...everybody(noAllocation),
    ...{ office: 'OK', lead: 'OK', holder: 'OK', auditor: 'OK', service: 'OK' },
  },
  'AllocationService/GetAllocationText': {
    ...everybody(noAllocation),
    office: 'OK',
    lead: 'OK',
    auditor: 'OK',
    service: 'OK',
  },
  'AllocationService/ListAllocations': {
    ...everybody(noProgramme),
    ...{ office: 'OK 1', lead: 'OK 1', holder: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  },
  'AllocationService/GetQuota': {
    ...everybody(noQuota),
    ...{ office: 'OK', holder: 'OK', auditor: 'OK', service: 'OK' },
  },
  'AllocationService/ListQuotas': {
    ...everybody(noProgramme),
    ...{ office: 'OK 2', lead: 'OK 1', holder: 'OK 1', auditor: 'OK 2', service: 'OK 2' },
  },
  // Shared out by `lead`.
  'ApportionmentService/ApportionPool': {
    ...{ ...everybody(noApportionment), office: notTurn, lead: 'OK', auditor: notTurn, service: notOrganisation },
  },
  'ApportionmentService/GetApportionment': {
    ...everybody(noApportionment),
    ...{ office: 'OK', lead: 'OK', auditor: 'OK', service: 'OK' },
  },
  'ApportionmentService/ListApportionments': {
    ...everybody(noProgramme),
    ...{ office: 'OK 1', lead: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  },
  // Handed in by `supporter`, recommended and handled by `lead`; the finance department is none of these callers.
  'ApplicationService/SubmitApplication': { ...everybody('OK'), auditor: 'OK', service: notOrganisation },
  'ApplicationService/RecommendApplication': handled,
  'ApplicationService/AdmitApplication': handled,
  'ApplicationService/RequestSupplement': handled,
  'ApplicationService/SupplementApplication': sponsored,
  'ApplicationService/CheckCredit': handled,
  'ApplicationService/ApproveInvestment': handled,
  'ApplicationService/ReviewJointly': handled,
  'ApplicationService/ReviewFinance': { ...handled, lead: notTurn },
  'ApplicationService/DecideApplication': handled,
  'ApplicationService/OpenNotice': handled,
  'ApplicationService/RaiseObjection': { ...handled, office: 'OK' },
  'ApplicationService/SettleObjection': handled,
  'ApplicationService/ApproveApplication': handled,
  'ApplicationService/AmendAward': handled,
  'ApplicationService/DrawInstalment': handled,
  'ApplicationService/PlanSpending': handled,
  'ApplicationService/AgreeRecovery': byFinance,
  'ApplicationService/RecordRecovery': byFinance,
  'ApplicationService/EvaluateApplication': handled,
  'ApplicationService/RefuseApplication': handled,
  'ApplicationService/WithdrawApplication': sponsored,
  'ApplicationService/GetApplication': apart(noApplication),
  'ApplicationService/ListApplications': {
    ...everybody(noProgramme),
    ...{ office: 'OK 1', lead: 'OK 1', supporter: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  },
  'ApplicationService/GetApplicationText': apart(noApplication),
  // Imported and matched by `lead`; the finance department is none of these callers.
  'ApplicationService/MatchApplication': { ...matched, lead: 'OK' },
  'RosterService/ImportRoster': {
    ...{ ...everybody(noMeasure), office: notTurn, lead: 'OK', supporter: notTurn, auditor: notTurn },
    service: notOrganisation,
  },
  'RosterService/WithdrawRoster': { ...matched, lead: 'OK' },
  'RosterService/GetRoster': { ...everybody(noRoster), office: 'OK', lead: 'OK', auditor: 'OK', service: 'OK' },
  'RosterService/ListRosters': {
    ...everybody(noProgramme),
    ...{ office: 'OK 1', lead: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  },
  // Issued by `lead`, held by `supporter`; the finance department is none of these callers.
  'VoucherService/IssueVoucher': {
    ...{ ...everybody(noMeasure), office: notTurn, lead: 'OK', supporter: notTurn, auditor: notTurn },
    service: notOrganisation,
  },
  'VoucherService/PresentVoucher': {
    ...{ ...issuedBy, office: notSponsor, lead: notSponsor, supporter: 'OK', auditor: notSponsor },
  },
  'VoucherService/AcceptPresentation': issuedBy,
  'VoucherService/RefusePresentation': issuedBy,
  'VoucherService/CancelVoucher': issuedBy,
  'VoucherService/GetVoucher': apart(noVoucher),
  'VoucherService/ListVouchers': {
    ...everybody(noProgramme),
    ...{ office: 'OK 1', lead: 'OK 1', supporter: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  },
  'VoucherService/GetVoucherText': apart(noVoucher),
  // Accounts are kept by the office, and by the finance departments of pools, which none of the other callers is.
  'PayeeService/ProposeAccount': { ...everybody(noPayee), office: 'OK', ...keepsNone },
  'PayeeService/ConfirmAccount': { ...everybody(noPayee), office: 'OK', ...keepsNone },
  'PayeeService/RefuseAccount': { ...everybody(noPayee), office: 'OK', ...keepsNone },
  'PayeeService/GetPayee': { ...everybody(noPayee), office: 'OK', auditor: 'OK', service: 'OK' },
  'TransferService/RequestPayment': handled,
  'TransferService/ApprovePayment': paid,
  'TransferService/OrderPayment': paid,
  'TransferService/EndOrder': paid,
  'TransferService/ClaimRecovery': taken,
  'TransferService/ReduceClaim': taken,
  'TransferService/AgreeRecovery': paid,
  'TransferService/RecordRecovery': paid,
  'TransferService/WithdrawPayment': taken,
  'TransferService/GetTransfer': { ...everybody(noTransfer), office: 'OK', lead: 'OK', auditor: 'OK', service: 'OK' },
  'TransferService/ListTransfers': {
    ...everybody(noProgramme),
    ...{ office: 'OK 1', lead: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  },
  'TransferService/GetTransferText': {
    ...{ ...everybody(noTransfer), office: 'OK', lead: 'OK', auditor: 'OK', service: 'OK' },
  },
  // As of one application that waits for its award; the finance department is none of these callers.
  'BudgetService/GetBudget': { ...everybody(noProgramme), office: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
  'BudgetService/ListFindings': { ...everybody(noProgramme), office: 'OK 1', auditor: 'OK 1', service: 'OK 1' },
}
