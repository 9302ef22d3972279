//! A block being made.

use crate::{
    applied::{fee_paid, weight_taken},
    code::Code,
    sign, Account, Applied, Signed,
};
use codec::Encode;
use diem_runtime::{
    Balance, Block, Executive, Hash, Header, RuntimeCall, RuntimeEvent, System, TransactionPayment,
    UncheckedExtrinsic,
};
use sp_runtime::{traits::Block as _, transaction_validity::TransactionValidityError};

/// A block being made. Its methods run within the state of the chain.
pub struct BlockBuilder {
    genesis: Hash,
    extrinsics: Vec<UncheckedExtrinsic>,
}

impl BlockBuilder {
    /// Begins the block with what no block goes without, its time.
    pub(crate) fn open(code: Code, header: &Header, now: u64, genesis: Hash) -> Self {
        (code.initialize)(header);
        let mut block = Self { genesis, extrinsics: Vec::new() };
        let time = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now });
        let applied = block.submit(UncheckedExtrinsic::new_bare(time));
        applied.expect("the time is valid").succeeded();
        block
    }

    /// Ends the block.
    pub(crate) fn close(self) -> Block {
        Block::new(Executive::finalize_block(), self.extrinsics)
    }

    /// Signs a call with the account's next nonce and applies it.
    #[track_caller]
    pub fn apply(&mut self, who: Account, call: impl Into<RuntimeCall>) -> Applied {
        self.apply_with_tip(who, call, 0)
    }

    /// Signs a call with the account's next nonce and a tip, and applies it.
    #[track_caller]
    pub fn apply_with_tip(&mut self, who: Account, call: impl Into<RuntimeCall>, tip: Balance) -> Applied {
        let extrinsic = sign(Signed { tip, ..self.signed(who) }, call.into());
        match self.submit(extrinsic) {
            Ok(applied) => applied,
            Err(error) => panic!("the extrinsic is not valid: {error:?}"),
        }
    }

    /// Has Alice, who has the sudo key, apply a call as root.
    #[track_caller]
    pub fn apply_as_root(&mut self, call: impl Into<RuntimeCall>) -> Applied {
        let call = Box::new(call.into());
        self.apply(Account::Alice, pallet_sudo::Call::sudo { call })
    }

    /// How an account signs next.
    pub fn signed(&self, who: Account) -> Signed {
        Signed::new(who, System::account_nonce(who.to_account_id()), self.genesis)
    }

    /// Applies an extrinsic; one that is not valid leaves the block as it was.
    ///
    /// Whatever is paid here must not be more than what was estimated.
    pub fn submit(&mut self, extrinsic: UncheckedExtrinsic) -> Result<Applied, TransactionValidityError> {
        let length = u32::try_from(extrinsic.encoded_size()).expect("an extrinsic is shorter than 4 GiB");
        let estimate = TransactionPayment::query_info(extrinsic.clone(), length);
        let before = System::events().len();

        sp_io::storage::start_transaction();
        let result = match Executive::apply_extrinsic(extrinsic.clone()) {
            Ok(result) => {
                sp_io::storage::commit_transaction();
                result
            }
            Err(error) => {
                sp_io::storage::rollback_transaction();
                return Err(error);
            }
        };

        self.extrinsics.push(extrinsic);
        let events: Vec<RuntimeEvent> =
            System::events().into_iter().skip(before).map(|record| record.event).collect();
        let (fee, tip) = fee_paid(&events);
        assert!(fee <= estimate.partial_fee, "{fee} planck were paid, {estimate:?} were estimated");
        let weight = weight_taken(&events);
        Ok(Applied {
            result,
            events,
            estimate: estimate.partial_fee,
            estimated_weight: estimate.weight,
            fee,
            tip,
            weight,
        })
    }
}
