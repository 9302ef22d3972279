//! The chain and its model, side by side.

use crate::{calls, compare, evidence::Papers, genesis, keys::id, outcomes, Tally};
use codec::Encode;
use diem_model::{
    generator::{Generator, Life, Next},
    Call, Economy, Genesis, Origin, Outcome, Who,
};
use diem_runtime::{
    AllPalletsWithSystem, Executive, Hash, Header, RuntimeCall, RuntimeOrigin, System, SLOT_DURATION,
};
use diem_runtime_tests::invariants;
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

/// One seed of so many sleeps for longer than the chain's history reaches back.
const SLEEPS_LONG: u64 = 5;

/// A seed's life, on the chain and in the model.
pub struct World {
    seed: u64,
    generator: Generator,
    genesis: Genesis,
    compares_each_call: bool,
}

/// What a life is told by, if it ends too early.
struct Witness {
    seed: u64,
    step: u32,
    doing: String,
}

impl Drop for Witness {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("DIEM_SEED={} failed at step {}: {}", self.seed, self.step, self.doing);
        }
    }
}

/// A life in progress.
struct Living {
    economy: Economy,
    witness: Witness,
    compares_each_call: bool,
    /// The hash of the last block, and of the first.
    parent: Hash,
    first: Hash,
    tally: Tally,
    /// Whether anybody called since everything was compared.
    has_changed: bool,
}

impl World {
    pub fn begin(seed: u64) -> Self {
        let mut generator = Generator::new(seed);
        let genesis = generator.genesis(genesis::constants());
        Self { seed, generator, genesis, compares_each_call: false }
    }

    pub fn comparing_each_call(self) -> Self {
        Self { compares_each_call: true, ..self }
    }

    /// Lives so many rounds of so many calls, and tells how often each kind of call succeeded.
    pub fn live(mut self, rounds: u32, calls: u32) -> Tally {
        let config = genesis::of(&self.genesis);
        let first = Hash::repeat_byte(self.seed as u8 + 1);
        let mut living = Living {
            economy: Economy::new(self.genesis),
            witness: Witness { seed: self.seed, step: 0, doing: "genesis".into() },
            compares_each_call: self.compares_each_call,
            parent: first,
            first,
            tally: Tally::new(),
            has_changed: true,
        };
        TestExternalities::new_empty().execute_with(|| {
            config.build();
            let mut life = Life::of(rounds, calls);
            if living.witness.seed.is_multiple_of(SLEEPS_LONG) {
                life = life.sleeping_long();
            }
            while let Some(next) = life.next(&mut self.generator, &living.economy) {
                living.take(next);
            }
            living.compare();
            assert!(living.economy.now() >= rounds);
            assert!(living.tally.values().map(|kind| kind.asked).sum::<u32>() >= rounds * calls);
            std::mem::take(&mut living.tally)
        })
    }
}

impl Living {
    fn take(&mut self, next: Next) {
        self.witness.step += 1;
        self.witness.doing = format!("{next:?}");
        match next {
            Next::Block { time } => self.next_block(time),
            Next::Ask((origin, call)) => self.ask(origin, &call),
        }
    }

    /// Ends the block that is open and begins the next one. What happened in an epoch is compared before the next one opens.
    fn next_block(&mut self, time: u64) {
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

    fn ask(&mut self, origin: Origin, call: &Call) {
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
        self.count(call, &expected);
        if self.compares_each_call {
            self.compare();
        }
    }

    fn count(&mut self, call: &Call, outcome: &Outcome) {
        let outcomes = self.tally.entry(call.kind()).or_default();
        outcomes.asked += 1;
        let refusals: Vec<&'static str> = match outcome {
            Ok(report) => report.rejections.iter().map(|rejection| rejection.reason).collect(),
            Err(refusal) => vec![refusal.0],
        };
        outcomes.done += u32::from(outcome.is_ok());
        for name in refusals {
            *outcomes.refusals.entry(name).or_default() += 1;
        }
    }

    fn compare(&self) {
        self.economy.check();
        compare::all(&self.economy);
        invariants::check();
    }
}
