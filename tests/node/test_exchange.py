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


def test_a_pouch_that_comes_many_times_too_early_is_held_once() -> None:
    """Each container gives its last pouch another pad; copies of one pouch would push out the others that are held."""
    world = World(2)
    world.settle()
    for number in range(2):
        world.request("alpha", "bravo", text=str(number))
    early = world.pouches("alpha")[-1:]
    for _ in range(3):
        assert world.bring("bravo", early).held == 1
    assert world.nodes["bravo"].store.db.execute("SELECT count(*), max(length(raw)) FROM held").fetchone() == (1, len(early[0]))
    world.settle()
    assert world.states()[0] == world.states()[1]
    assert world.nodes["bravo"].store.db.execute("SELECT count(*) FROM held").fetchone() == (0,)
