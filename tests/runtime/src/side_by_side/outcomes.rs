//! What came of a call on the chain, in the words of the model.

use diem_model::{Call, Rejection, Report};
use diem_primitives::RejectionReason::{self, *};
use diem_runtime::{RuntimeEvent, System};
use pallet_diem_metering::Event;
use sp_runtime::{ArithmeticError, DispatchError, TokenError};

/// All reasons for which a receipt is not charged.
const REASONS: [RejectionReason; 17] = [
    EpochNotSettleable,
    UnknownBudget,
    BudgetClosed,
    BudgetExpired,
    BudgetPaused,
    WrongProvider,
    ConsentByVoucher,
    UnknownModel,
    ModelRetired,
    ModelNotServed,
    NothingUsed,
    DuplicateDimension,
    NoPrice,
    ChargeOverflow,
    BudgetExhausted,
    QuotaExhausted,
    CapacityExceeded,
];

/// The reason of that name.
pub fn rejection_reason(name: &str) -> RejectionReason {
    *REASONS.iter().find(|reason| format!("{reason:?}") == name).expect("there is such a reason")
}

/// The name of an error. VVV that is not there has many.
pub fn error_name(error: DispatchError) -> String {
    match error {
        DispatchError::Module(error) => error.message.expect("the native runtime names its errors").into(),
        DispatchError::Token(
            TokenError::FundsUnavailable | TokenError::Frozen | TokenError::NotExpendable,
        )
        | DispatchError::Arithmetic(ArithmeticError::Underflow) => "FundsUnavailable".into(),
        DispatchError::Token(error) => format!("{error:?}"),
        DispatchError::Arithmetic(error) => format!("{error:?}"),
        other => format!("{other:?}"),
    }
}

/// What the events after the first `before` of the block tell.
pub fn report(call: &Call, before: usize) -> Report {
    if !matches!(call, Call::SubmitReceipts { .. } | Call::SettleVouchers { .. }) {
        return Report::default();
    }
    let events = System::events().into_iter().skip(before);
    let mut told = events.filter_map(|record| match record.event {
        RuntimeEvent::Metering(Event::BatchSettled { charged, rejections, .. }) => Some(Report {
            charged: charged.0,
            rejections: rejections
                .iter()
                .map(|one| rejection(one.group, one.receipt, &format!("{:?}", one.reason)))
                .collect(),
        }),
        RuntimeEvent::Metering(Event::VouchersSettled { debited, rejections, .. }) => Some(Report {
            charged: debited.0,
            rejections: rejections
                .iter()
                .map(|one| rejection(one.index, 0, &format!("{:?}", one.reason)))
                .collect(),
        }),
        _ => None,
    });
    told.next_back().expect("what was settled is told")
}

fn rejection(group: u32, receipt: u32, reason: &str) -> Rejection {
    Rejection { group: group as usize, receipt: receipt as usize, reason: name(reason) }
}

/// The name as the model has it.
fn name(reason: &str) -> &'static str {
    diem_model::call::REASONS.iter().find(|known| **known == reason).expect("the model knows the reason")
}
