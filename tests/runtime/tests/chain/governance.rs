//! The council: from a motion to Root, on chains on which nobody has a sudo key.

use crate::{presets::production_genesis, validators::keys_of_bob};
use diem_runtime::{
    configs::governance::{CouncilCollective, PreimageBaseDeposit, PreimageByteDeposit},
    constants::DAYS,
    AccountId, AllPalletsWithSystem, Balances, Council, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeHoldReason, RuntimeOrigin, System, VVV,
};
use diem_runtime_tests::{
    calls::{batch_all, remark},
    council::{close, next_motion, propose, vote, Text, COUNCIL},
    genesis::Genesis,
    id,
    Account::{self, *},
    Chain,
};
use frame_support::{
    assert_ok,
    traits::{fungible::InspectHold, IntegrityTest},
};
use pallet_diem_enactment::{EnactmentParameters, Error, Event};
use pallet_diem_metering::MeteringParameters;
use pallet_diem_staking::StakingParameters;
use serde_json::Value;
use sp_runtime::{
    traits::{BlakeTwo256, Hash},
    DispatchError::{self, BadOrigin},
    DispatchResult,
};

/// Three of five.
pub const MAJORITY: [Account; 3] = [Alice, Bob, Charlie];
/// Four of five.
pub const LARGER_MAJORITY: [Account; 4] = [Alice, Bob, Charlie, Dave];
/// The delays of the development presets, in blocks.
pub const DELAY: u32 = 10;
const FAST_DELAY: u32 = 3;

type Collective = pallet_collective::Call<Runtime, CouncilCollective>;

/// The development preset, without a sudo key.
pub fn genesis_without_sudo() -> Genesis {
    Genesis::preset("development").with(|genesis| genesis["sudo"]["key"] = Value::Null)
}

fn chain_without_sudo() -> Chain {
    Chain::begin(&genesis_without_sudo())
}

/// What came of the scheduled calls of the last block: of each the scheduler's result, and before it the call's own.
fn dispatched(chain: &mut Chain) -> Vec<DispatchResult> {
    let result = |event: RuntimeEvent| match event {
        RuntimeEvent::Whitelist(pallet_whitelist::Event::WhitelistedCallDispatched { result, .. }) => {
            Some(result.map(|_| ()).map_err(|refused| refused.error))
        }
        RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { result, .. }) => Some(result),
        _ => None,
    };
    chain.events().into_iter().filter_map(result).collect()
}

fn members() -> Vec<AccountId> {
    pallet_collective::Members::<Runtime, CouncilCollective>::get()
}

#[test]
fn the_council_sets_the_parameters_of_the_economy_on_the_block_that_it_names() {
    let mut chain = chain_without_sudo();
    let staking = StakingParameters { unbonding_epochs: 3, ..Default::default() };
    let metering = MeteringParameters { revocation_grace: 10, ..Default::default() };
    let text = Text::of(batch_all(vec![
        pallet_diem_staking::Call::set_parameters { parameters: staking.clone() }.into(),
        pallet_diem_metering::Call::set_parameters { parameters: metering.clone() }.into(),
    ]));
    let due = chain.enact(&MAJORITY, &text, DELAY);
    let scheduled = Event::EnactmentScheduled { call_hash: text.hash, at: due, fast: false };
    assert!(chain.events().contains(&scheduled.into()));

    chain.advance_to_block(due - 1);
    let before = chain.read(pallet_diem_staking::Parameters::<Runtime>::get);
    assert_eq!(before, StakingParameters::default());
    chain.advance_to_block(due);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
    chain.read(|| {
        assert_eq!(pallet_diem_staking::Parameters::<Runtime>::get(), staking);
        assert_eq!(pallet_diem_metering::Parameters::<Runtime>::get(), metering);
    });
}

#[test]
fn one_motion_does_both_steps_in_a_batch() {
    let mut chain = chain_without_sudo();
    let text = Text::of(remark(1));
    chain.next_block(|block| {
        block.apply(Eve, text.note()).succeeded();
        let both = batch_all(vec![text.whitelist(), text.enact(DELAY)]);
        block.motion(&MAJORITY, &both).succeeded();
        // With too few members, neither step is done.
        let other = Text::of(remark(2));
        let both = batch_all(vec![other.whitelist(), other.enact(DELAY)]);
        block.motion(&[Alice, Bob], &both).failed(BadOrigin);
        assert!(!pallet_whitelist::WhitelistedCall::<Runtime>::contains_key(other.hash));
    });
    chain.empty_blocks(DELAY);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
}

#[test]
fn the_council_adds_and_removes_validators() {
    let mut chain = chain_without_sudo();
    chain.next_block(|block| block.apply(Bob, keys_of_bob()).succeeded());
    let add = pallet_diem_validators::Call::add_validator { who: id(Bob) };
    chain.dispatch_as_root(&MAJORITY, add, DELAY);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
    assert!(chain.events().contains(&pallet_diem_validators::Event::ValidatorAdded { who: id(Bob) }.into()));

    // What Root's call refuses is refused to the council, and said.
    let remove = |who| pallet_diem_validators::Call::remove_validator { who };
    chain.dispatch_as_root(&MAJORITY, remove(id(Eve)), DELAY);
    let refused = DispatchError::from(pallet_diem_validators::Error::<Runtime>::NotValidator).stripped();
    assert_eq!(dispatched(&mut chain), [Err(refused), Ok(())]);
    chain.dispatch_as_root(&MAJORITY, remove(id(Alice)), DELAY);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
    chain.read(|| {
        let set = pallet_diem_validators::Validators::<Runtime>::get();
        assert_eq!(set.into_inner(), [id(Bob)]);
    });
}

#[test]
fn the_council_replaces_its_own_members_and_shortens_its_own_delays() {
    let mut chain = chain_without_sudo();
    let mut others: Vec<AccountId> = [Alice, Bob, Ferdie].map(id).to_vec();
    others.sort();
    let parameters = EnactmentParameters { min_delay: 2, fast_delay: 1 };
    let call = batch_all(vec![
        Collective::set_members { new_members: others.clone(), prime: None, old_count: 5 }.into(),
        pallet_diem_enactment::Call::set_parameters { parameters }.into(),
    ]);
    chain.dispatch_as_root(&MAJORITY, call, DELAY);
    assert_eq!(chain.read(members), others);

    let refused = chain.next_block(|block| block.apply(Charlie, propose(2, &remark(1))));
    refused.failed(pallet_collective::Error::<Runtime, CouncilCollective>::NotMember);
    // Two of three are three fifths.
    chain.dispatch_as_root(&[Ferdie, Bob], remark(2), 2);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
}

#[test]
fn three_fifths_wait_for_the_least_delay_and_four_fifths_may_be_fast() {
    let mut chain = chain_without_sudo();
    let text = Text::of(remark(1));
    chain.next_block(|block| {
        block.apply(Eve, text.note()).succeeded();
        block.motion(&MAJORITY, &text.whitelist()).succeeded();
        for delay in [0, FAST_DELAY, DELAY - 1] {
            block.motion(&MAJORITY, &text.enact(delay)).failed(Error::<Runtime>::DelayTooShort);
        }
        for delay in [0, FAST_DELAY - 1] {
            block.motion(&LARGER_MAJORITY, &text.enact(delay)).failed(Error::<Runtime>::DelayTooShort);
        }
        for delay in [90 * DAYS + 1, u32::MAX] {
            block.motion(&COUNCIL, &text.enact(delay)).failed(Error::<Runtime>::DelayTooLong);
        }
        block.motion(&LARGER_MAJORITY, &text.enact(FAST_DELAY)).succeeded();
        block.motion(&COUNCIL, &text.enact(FAST_DELAY)).failed(Error::<Runtime>::AlreadyScheduled);
    });
    chain.empty_blocks(FAST_DELAY - 1);
    assert_eq!(dispatched(&mut chain), []);
    chain.empty_blocks(1);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
}

/// Calls by which one could hope to come closer to Root.
fn ways_around(text: &Text) -> Vec<RuntimeCall> {
    let (call_hash, call_len, call_weight) = (text.hash, text.length(), text.weight);
    let call = || Box::new(remark(1));
    let parameters = EnactmentParameters { min_delay: 1, fast_delay: 1 };
    vec![
        text.whitelist(),
        text.unlist(),
        text.enact(DELAY),
        text.cancel(),
        pallet_diem_enactment::Call::dispatch { call_hash, call_len, call_weight }.into(),
        pallet_diem_enactment::Call::set_parameters { parameters }.into(),
        pallet_scheduler::Call::schedule { when: 50, maybe_periodic: None, priority: 0, call: call() }.into(),
        pallet_scheduler::Call::cancel { when: 50, index: 0 }.into(),
        pallet_preimage::Call::request_preimage { hash: call_hash }.into(),
        Collective::set_members { new_members: vec![id(Alice)], prime: None, old_count: 5 }.into(),
        Collective::disapprove_proposal { proposal_hash: call_hash }.into(),
        Collective::kill { proposal_hash: call_hash }.into(),
    ]
}

#[test]
fn one_member_alone_can_do_nothing() {
    let mut chain = chain_without_sudo();
    let text = Text::of(pallet_diem_staking::Call::set_epoch_duration { duration_ms: 6_000 });
    chain.next_block(|block| {
        block.apply(Alice, text.note()).succeeded();
        for call in ways_around(&text) {
            block.apply(Alice, call.clone()).failed(BadOrigin);
            // Nor with the word of a member, or of a motion that needs no other.
            block.apply(Alice, propose(1, &call)).failed(BadOrigin);
            let (proposal, length_bound) = (Box::new(call), 4_096);
            block.apply(Alice, Collective::execute { proposal, length_bound }).failed(BadOrigin);
        }
        let dispatch = pallet_whitelist::Call::dispatch_whitelisted_call {
            call_hash: text.hash,
            call_encoded_len: text.length(),
            call_weight_witness: text.weight,
        };
        block.apply(Alice, dispatch).failed(pallet_whitelist::Error::<Runtime>::DeferredDispatchNotFound);
        block
            .apply(Alice, pallet_sudo::Call::sudo { call: Box::new(remark(1)) })
            .failed(pallet_sudo::Error::<Runtime>::RequireSudo);
    });
}

#[test]
fn two_of_five_can_do_nothing_either() {
    let mut chain = chain_without_sudo();
    let text = Text::of(remark(1));
    chain.next_block(|block| {
        block.apply(Alice, text.note()).succeeded();
        for call in ways_around(&text) {
            block.motion(&[Alice, Bob], &call).failed(BadOrigin);
        }
    });
}

#[test]
fn who_is_no_member_has_no_vote() {
    type CouncilError = pallet_collective::Error<Runtime, CouncilCollective>;
    let mut chain = chain_without_sudo();
    let call = Text::of(remark(1)).whitelist();
    chain.next_block(|block| {
        block.apply(Ferdie, propose(3, &call)).failed(CouncilError::NotMember);
        let index = next_motion();
        block.apply(Alice, propose(3, &call)).succeeded();
        block.apply(Ferdie, vote(&call, index)).failed(CouncilError::NotMember);
        block.apply(Ferdie, close(&call, index)).failed(CouncilError::TooEarly);
        for member in MAJORITY {
            block.apply(member, vote(&call, index)).succeeded();
        }
        // Anyone may close what has its votes.
        block.apply(Ferdie, close(&call, index)).succeeded();
    });
}

#[test]
fn a_member_that_does_not_vote_has_not_said_yes_whatever_the_prime_member_says() {
    let mut state = sp_io::TestExternalities::new_empty();
    state.execute_with(|| {
        genesis_without_sudo().build();
        System::set_block_number(1);
        let root = RuntimeOrigin::root();
        assert_ok!(Council::set_members(root, members(), Some(id(Alice)), 5));
        let call = Text::of(remark(1)).enact(FAST_DELAY);
        let (hash, length) = (BlakeTwo256::hash_of(&call), 1_000);
        let alice = RuntimeOrigin::signed(id(Alice));
        assert_ok!(Council::propose(alice.clone(), 4, Box::new(call), length));
        for member in MAJORITY {
            assert_ok!(Council::vote(RuntimeOrigin::signed(id(member)), hash, 0, true));
        }
        System::set_block_number(1 + 7 * DAYS);
        assert_ok!(Council::close(alice, hash, 0, frame_support::weights::Weight::MAX, length));
        let closed = pallet_collective::Event::Closed { proposal_hash: hash, yes: 3, no: 2 };
        System::assert_has_event(RuntimeEvent::Council(closed));
        System::assert_last_event(RuntimeEvent::Council(pallet_collective::Event::Disapproved {
            proposal_hash: hash,
        }));
    });
}

#[test]
fn more_than_two_fifths_take_what_was_enacted_off_the_agenda() {
    let mut chain = chain_without_sudo();
    let text = Text::of(remark(1));
    let due = chain.enact(&MAJORITY, &text, DELAY);
    chain.next_block(|block| {
        block.motion(&[Dave, Eve], &text.cancel()).failed(BadOrigin);
        let cancelled = block.motion(&[Charlie, Dave, Eve], &text.cancel()).succeeded();
        assert!(cancelled.has(Event::EnactmentCancelled { call_hash: text.hash }));
        block.motion(&COUNCIL, &text.cancel()).failed(Error::<Runtime>::NotScheduled);
    });
    chain.advance_to_block(due);
    assert_eq!(dispatched(&mut chain), []);
    // It is whitelisted still: to enact it again takes a majority, and the whole delay.
    let due = chain.next_block(|block| {
        block.motion(&MAJORITY, &text.enact(DELAY)).succeeded();
        System::block_number() + DELAY
    });
    chain.advance_to_block(due);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
}

#[test]
fn what_was_taken_off_the_whitelist_fails_on_its_block_for_everyone_to_see() {
    let mut chain = chain_without_sudo();
    let text = Text::of(pallet_diem_staking::Call::set_epoch_duration { duration_ms: 6_000 });
    let due = chain.enact(&MAJORITY, &text, DELAY);
    chain.next_block(|block| block.motion(&[Charlie, Dave, Eve], &text.unlist()).succeeded());
    chain.advance_to_block(due);
    let refused = DispatchError::from(Error::<Runtime>::NotWhitelisted).stripped();
    assert_eq!(dispatched(&mut chain), [Err(refused)]);
    // Nothing waits for it to be whitelisted again.
    chain.next_block(|block| {
        block.motion(&MAJORITY, &text.whitelist()).succeeded();
        let dispatch = pallet_whitelist::Call::dispatch_whitelisted_call {
            call_hash: text.hash,
            call_encoded_len: text.length(),
            call_weight_witness: text.weight,
        };
        block.apply(Eve, dispatch).failed(pallet_whitelist::Error::<Runtime>::DeferredDispatchNotFound);
    });
}

#[test]
fn what_is_due_in_the_first_block_of_a_session_follows_in_the_next_one() {
    let mut chain = chain_without_sudo();
    chain.advance_to_block(300 - DELAY - 1);
    let due = chain.enact(&MAJORITY, &Text::of(remark(1)), DELAY);
    assert_eq!(due, 300, "the first block of the second session");
    chain.advance_to_block(due);
    assert_eq!(dispatched(&mut chain), [], "the session takes the block whole");
    chain.empty_blocks(1);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
}

#[test]
fn the_deposit_of_a_preimage_comes_free_when_it_is_enacted() {
    let mut chain = chain_without_sudo();
    let text = Text::of(remark(1_000));
    let held = |chain: &mut Chain| {
        let reason = RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
        chain.read(|| Balances::balance_on_hold(&reason, &id(Alice)))
    };
    let due = chain.enact(&MAJORITY, &text, DELAY);
    let deposit = PreimageBaseDeposit::get() + u128::from(text.length()) * PreimageByteDeposit::get();
    assert_eq!(held(&mut chain), deposit);

    chain.advance_to_block(due);
    let unnote = pallet_preimage::Call::unnote_preimage { hash: text.hash };
    chain.next_block(|block| block.apply(Alice, unnote).succeeded());
    assert_eq!(held(&mut chain), 0);
}

#[test]
fn a_majority_clears_a_motion_that_stands_in_the_way() {
    type CouncilError = pallet_collective::Error<Runtime, CouncilCollective>;
    let mut chain = chain_without_sudo();
    let text = Text::of(remark(1));
    let proposal_hash = BlakeTwo256::hash_of(&text.whitelist());
    chain.next_block(|block| {
        // With a threshold that nobody reaches, the same motion can't be proposed by others.
        block.apply(Eve, propose(5, &text.whitelist())).succeeded();
        block.apply(Alice, propose(3, &text.whitelist())).failed(CouncilError::DuplicateProposal);
        block.motion(&MAJORITY, &Collective::kill { proposal_hash }.into()).succeeded();
        block.motion(&MAJORITY, &text.whitelist()).succeeded();
    });
}

#[test]
fn a_production_chain_has_no_sudo_key_and_reaches_root_by_its_council() {
    const TWO_HOURS: u32 = 3_600;
    const TWO_DAYS: u32 = 86_400;
    let mut chain = Chain::begin(&production_genesis());
    chain.checks_each_block = false;
    chain.read(|| {
        assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
        assert_eq!(members().len(), 5);
        let delays = EnactmentParameters { min_delay: TWO_DAYS, fast_delay: TWO_HOURS };
        assert_eq!(pallet_diem_enactment::Parameters::<Runtime>::get(), delays);
    });
    let parameters = MeteringParameters { bond_per_diem: 20 * VVV, ..Default::default() };
    let text = Text::of(pallet_diem_metering::Call::set_parameters { parameters: parameters.clone() });
    chain.next_block(|block| {
        block.apply(Alice, text.note()).succeeded();
        block.motion(&MAJORITY, &text.whitelist()).succeeded();
        block.motion(&MAJORITY, &text.enact(TWO_DAYS - 1)).failed(Error::<Runtime>::DelayTooShort);
        block.motion(&LARGER_MAJORITY, &text.enact(TWO_HOURS - 1)).failed(Error::<Runtime>::DelayTooShort);
        block.motion(&LARGER_MAJORITY, &text.enact(TWO_HOURS)).succeeded();
    });
    chain.empty_blocks(TWO_HOURS - 1);
    assert_eq!(dispatched(&mut chain), []);
    chain.empty_blocks(1);
    assert_eq!(dispatched(&mut chain), [Ok(()), Ok(())]);
    assert_eq!(chain.read(pallet_diem_metering::Parameters::<Runtime>::get), parameters);
    chain.check();
}

#[test]
fn a_majority_of_a_production_chain_enacts_after_two_days() {
    let mut chain = Chain::begin(&production_genesis());
    let text = Text::of(remark(1));
    let due = chain.enact(&MAJORITY, &text, 86_400);
    assert_eq!(due, 86_401);
    chain.read(|| {
        let agenda = pallet_scheduler::Agenda::<Runtime>::get(due);
        assert_eq!(agenda.len(), 1);
        assert_eq!(agenda[0].as_ref().map(|task| &task.origin), Some(&frame_system::RawOrigin::Root.into()));
    });
}

#[test]
fn the_pallets_find_their_configuration_sound() {
    sp_io::TestExternalities::new_empty().execute_with(AllPalletsWithSystem::integrity_test);
}

#[test]
fn the_first_vote_of_a_member_is_free_and_a_change_of_mind_is_not() {
    let mut chain = chain_without_sudo();
    let call = Text::of(remark(1)).whitelist();
    chain.next_block(|block| {
        block.apply(Alice, propose(3, &call)).succeeded();
        assert_eq!(block.apply(Bob, vote(&call, 0)).succeeded().fee, 0);
        let against = Collective::vote { proposal: BlakeTwo256::hash_of(&call), index: 0, approve: false };
        assert!(block.apply(Bob, against).succeeded().fee > 0);
    });
}
