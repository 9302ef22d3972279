//! A chain and its model.

use super::{calls, compare, evidence::Papers, genesis, keys::id, outcomes};
use crate::invariants;
use codec::Encode;
use diem_model::{call::Outcome, Call, Economy, Genesis, Origin, Who};
use diem_runtime::{
    AllPalletsWithSystem, Executive, Hash, Header, RuntimeCall, RuntimeOrigin, System, SLOT_DURATION,
};
use frame_support::{
    dispatch::RawOrigin,
    traits::{BuildGenesisConfig, OnFinalize},
};
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_io::TestExternalities;
use sp_runtime::{
    traits::{Dispatchable, Header as _},
    Digest, DigestItem,
};

/// A chain and its model, which began with the same genesis.
pub struct Pair {
    economy: Economy,
    witness: Witness,
    /// The hash of the last block, and of the first.
    parent: Hash,
    first: Hash,
    /// Whether anybody called since everything was compared.
    has_changed: bool,
}

/// What is told of a life that ends too early.
struct Witness {
    name: String,
    step: u32,
    doing: String,
}

impl Drop for Witness {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} failed at step {}: {}", self.name, self.step, self.doing);
        }
    }
}

impl Pair {
    /// Lets something of that name happen to a chain and a model that begin with `genesis`. The number makes the chain another one than
    /// those of other numbers.
    pub fn live<R>(name: String, number: u64, genesis: Genesis, live: impl FnOnce(&mut Self) -> R) -> R {
        let config = genesis::of(&genesis);
        let first = Hash::from_low_u64_be(number + 1);
        let mut pair = Self {
            economy: Economy::new(genesis),
            witness: Witness { name, step: 0, doing: "genesis".into() },
            parent: first,
            first,
            has_changed: true,
        };
        TestExternalities::new_empty().execute_with(|| {
            config.build();
            let lived = live(&mut pair);
            pair.compare();
            lived
        })
    }

    /// What the model says.
    pub fn economy(&self) -> &Economy {
        &self.economy
    }

    /// Ends the block that is open and begins the next one, at `time`. What happened in an epoch is compared before the next one opens.
    pub fn next_block(&mut self, time: u64) {
        self.does(format!("a block at {time}"));
        if self.economy.block > 0 {
            AllPalletsWithSystem::on_finalize(self.economy.block);
        }
        let ends = self.economy.time >= self.economy.terms(self.economy.now()).ends_at && self.has_changed;
        if ends && self.economy.block > 0 {
            self.compare();
        }
        self.economy.begin_block(time);
        let slot = Slot::from(time / SLOT_DURATION);
        let digest = Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())] };
        let header = Header::new(self.economy.block, Hash::zero(), Hash::zero(), self.parent, digest);
        Executive::initialize_block(&header);
        let set = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: time });
        set.dispatch(RawOrigin::None.into()).expect("the time is valid");
        self.parent = header.hash();
        if ends {
            self.compare();
            self.has_changed = false;
        }
    }

    /// Makes a call on both, and gives the outcome that both have.
    pub fn ask(&mut self, origin: Origin, call: &Call) -> Outcome {
        self.does(format!("{call:?} by {origin:?}"));
        let (who, signed): (Who, RuntimeOrigin) = match origin {
            Origin::Root => (0, RawOrigin::Root.into()),
            Origin::Signed(who) => (who, RawOrigin::Signed(id(who)).into()),
        };
        let asked = calls::of(call, who, &Papers { genesis: self.first, economy: &self.economy });
        let events = System::events().len();
        let found = asked
            .dispatch(signed)
            .map(|_| outcomes::report(call, events))
            .map_err(|refused| outcomes::error_name(refused.error));

        self.has_changed = true;
        let before = self.economy.unspent();
        let expected = self.economy.apply(origin, call);
        assert_eq!(found, expected.clone().map_err(|refusal| refusal.0.to_string()), "the outcome");
        self.economy.check_consent(&before, origin, call);
        expected
    }

    /// Compares everything, and checks all invariants of both.
    pub fn compare(&self) {
        self.economy.check();
        compare::all(&self.economy);
        invariants::check();
    }

    fn does(&mut self, doing: String) {
        self.witness.step += 1;
        self.witness.doing = doing;
    }
}
