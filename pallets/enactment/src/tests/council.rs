//! The whole way, by motions of the council.

use super::*;
use pallet_collective::Event as CouncilEvent;

/// Has the first `ayes` members pass a motion, and gives the events of its close.
fn motion(call: impl Into<RuntimeCall>, ayes: u64) -> Vec<RuntimeEvent> {
    let call = call.into();
    let (hash, length) = (BlakeTwo256::hash_of(&call), call.encoded_size() as u32);
    let weight = call.get_dispatch_info().call_weight;
    let index = pallet_collective::ProposalCount::<Test, frame_support::instances::Instance1>::get();
    let one = RuntimeOrigin::signed(1);
    assert_ok!(Council::propose(one.clone(), ayes as u32, Box::new(call), length));
    for member in 1..=ayes {
        assert_ok!(Council::vote(RuntimeOrigin::signed(member), hash, index, true));
    }
    events();
    assert_ok!(Council::close(one, hash, index, weight, length + 4));
    events()
}

fn enact(text: &Text, delay: u32) -> crate::Call<Test> {
    crate::Call::enact { call_hash: text.hash, call_len: text.length, call_weight: text.weight, delay }
}

/// The events of a motion that was passed by `yes` members, with those of its call in the middle.
fn passed(
    call: impl Into<RuntimeCall>,
    yes: u32,
    within: Vec<RuntimeEvent>,
    result: DispatchResult,
) -> Vec<RuntimeEvent> {
    let proposal_hash = BlakeTwo256::hash_of(&call.into());
    let before: [CouncilEvent<Test, _>; 2] =
        [CouncilEvent::Closed { proposal_hash, yes, no: 0 }, CouncilEvent::Approved { proposal_hash }];
    let after = CouncilEvent::Executed { proposal_hash, result };
    before.into_iter().map(Into::into).chain(within).chain([after.into()]).collect()
}

#[test]
fn from_the_bytes_to_root_by_motions_alone() {
    with_council(|| {
        let text = Text::of(root_call()).note();
        let whitelist = pallet_whitelist::Call::<Test>::whitelist_call { call_hash: text.hash };
        assert_eq!(
            motion(whitelist.clone(), 3),
            passed(
                whitelist,
                3,
                vec![
                    pallet_preimage::Event::Requested { hash: text.hash }.into(),
                    pallet_whitelist::Event::CallWhitelisted { call_hash: text.hash }.into(),
                ],
                Ok(())
            )
        );
        assert_eq!(
            motion(enact(&text, 20), 3),
            passed(
                enact(&text, 20),
                3,
                vec![
                    pallet_scheduler::Event::Scheduled { when: 21, index: 0 }.into(),
                    Event::EnactmentScheduled { call_hash: text.hash, at: 21, fast: false }.into(),
                ],
                Ok(())
            )
        );
        advance_to(21);
        assert!(was_enacted());
    });
}

#[test]
fn too_few_members_pass_a_motion_that_does_nothing() {
    with_council(|| {
        let text = ready();
        let call = enact(&text, 20);
        assert_eq!(motion(call.clone(), 2), passed(call, 2, vec![], Err(BadOrigin.into())));
        let fast = enact(&text, 5);
        assert_eq!(motion(fast.clone(), 3), passed(fast, 3, vec![], Err(E::DelayTooShort.into())));
        advance_to(100);
        assert!(!was_enacted());
    });
}

#[test]
fn one_member_alone_does_nothing() {
    with_council(|| {
        let text = ready();
        let call: RuntimeCall = enact(&text, 20).into();
        let length = call.encoded_size() as u32;
        let one = RuntimeOrigin::signed(1);
        assert_ok!(Council::execute(one.clone(), Box::new(call.clone()), length));
        assert_ok!(Council::propose(one, 1, Box::new(call), length));
        let results: Vec<_> = events()
            .into_iter()
            .filter_map(|event| match event {
                RuntimeEvent::Council(
                    CouncilEvent::MemberExecuted { result, .. } | CouncilEvent::Executed { result, .. },
                ) => Some(result),
                _ => None,
            })
            .collect();
        assert_eq!(results, [Err(BadOrigin.into()), Err(BadOrigin.into())]);
    });
}

#[test]
fn the_council_vetoes_what_it_enacted_itself() {
    with_council(|| {
        let text = ready();
        motion(enact(&text, 20), 3);
        let veto = crate::Call::cancel { call_hash: text.hash };
        assert_eq!(
            motion(veto.clone(), 3),
            passed(
                veto,
                3,
                vec![
                    pallet_scheduler::Event::Canceled { when: 21, index: 0 }.into(),
                    Event::EnactmentCancelled { call_hash: text.hash }.into(),
                ],
                Ok(())
            )
        );
        let unlist = pallet_whitelist::Call::<Test>::remove_whitelisted_call { call_hash: text.hash };
        assert_eq!(
            motion(unlist.clone(), 3),
            passed(
                unlist,
                3,
                vec![pallet_whitelist::Event::WhitelistedCallRemoved { call_hash: text.hash }.into()],
                Ok(())
            )
        );
        advance_to(100);
        assert!(!was_enacted());
    });
}
