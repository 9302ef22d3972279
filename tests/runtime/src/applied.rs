//! What came of an extrinsic.

use diem_runtime::{Balance, Runtime, RuntimeEvent};
use frame_support::weights::Weight;
use sp_runtime::{DispatchError, DispatchResult};

/// What came of an extrinsic that is in a block.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Whether its call did what it should.
    pub result: DispatchResult,
    /// The events of it, in order.
    pub events: Vec<RuntimeEvent>,
    /// The fee that it was estimated to cost.
    pub estimate: Balance,
    /// The weight that it was estimated to take.
    pub estimated_weight: Weight,
    /// The fee that was paid, without the tip.
    pub fee: Balance,
    /// The tip that was paid.
    pub tip: Balance,
    /// The weight that it took.
    pub weight: Weight,
}

impl Applied {
    /// Stops the test where the call failed.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        if let Err(error) = self.result {
            panic!("the call failed: {error:?}");
        }
        if let Err(error) = self.inner_result() {
            panic!("the call within the call failed: {error:?}");
        }
        self
    }

    /// Stops the test where the call did not fail with `error`, by itself or within another one.
    #[track_caller]
    pub fn failed(self, error: impl Into<DispatchError>) -> Self {
        let error = without_text(error.into());
        let found = self.result.and_then(|()| self.inner_result()).map_err(without_text);
        assert_eq!(found, Err(error));
        self
    }

    /// What the call within the call did, where it was called for somebody else, by the council or in a batch.
    pub fn inner_result(&self) -> DispatchResult {
        self.events.iter().try_for_each(|event| match event {
            RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result })
            | RuntimeEvent::Multisig(pallet_multisig::Event::MultisigExecuted { result, .. })
            | RuntimeEvent::Council(
                pallet_collective::Event::Executed { result, .. }
                | pallet_collective::Event::MemberExecuted { result, .. },
            )
            | RuntimeEvent::Sudo(pallet_sudo::Event::Sudid { sudo_result: result }) => *result,
            RuntimeEvent::Utility(
                pallet_utility::Event::BatchInterrupted { error, .. }
                | pallet_utility::Event::ItemFailed { error },
            ) => Err(*error),
            _ => Ok(()),
        })
    }

    /// Whether there is such an event among those of the extrinsic.
    pub fn has(&self, event: impl Into<RuntimeEvent>) -> bool {
        self.events.contains(&event.into())
    }

    /// The events of one pallet, picked and unwrapped by `pick`.
    pub fn events_of<E>(&self, pick: impl Fn(&RuntimeEvent) -> Option<E>) -> Vec<E> {
        self.events.iter().filter_map(pick).collect()
    }
}

/// The error as it is stored in an event: without the text that only the native runtime knows.
fn without_text(error: DispatchError) -> DispatchError {
    error.stripped()
}

/// What the extrinsic paid, from its events.
pub(crate) fn fee_paid(events: &[RuntimeEvent]) -> (Balance, Balance) {
    let paid = events.iter().find_map(|event| match event {
        RuntimeEvent::TransactionPayment(
            pallet_transaction_payment::Event::<Runtime>::TransactionFeePaid { actual_fee, tip, .. },
        ) => Some((actual_fee - tip, *tip)),
        _ => None,
    });
    paid.unwrap_or_default()
}

/// The weight that the extrinsic took, from its events.
pub(crate) fn weight_taken(events: &[RuntimeEvent]) -> Weight {
    let taken = events.iter().find_map(|event| match event {
        RuntimeEvent::System(
            frame_system::Event::<Runtime>::ExtrinsicSuccess { dispatch_info }
            | frame_system::Event::<Runtime>::ExtrinsicFailed { dispatch_info, .. },
        ) => Some(dispatch_info.weight),
        _ => None,
    });
    taken.unwrap_or_default()
}
