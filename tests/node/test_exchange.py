"""Two and more nodes over a shared place: what is said arrives, is receipted, and both sides count alike."""

from tests.simulator import World


def test_two_nodes_exchange_a_request_and_an_answer_and_sign_one_count() -> None:
    world = World(2)
    world.settle()
    request = world.request("alpha", "bravo")
    world.settle()
    world.act("bravo", kind="answer", re=[request], outcome="full", text="This.")
    world.settle()
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1
    assert world.receipts_held()
    assert world.room("alpha").fold.sections()["requests/alpha"]["full"] == 1
    assert not list(world.nodes["alpha"].remarks())
