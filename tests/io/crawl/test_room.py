from __future__ import annotations

import asyncio

from backlinkbot.io.crawl.room import Room


def test_no_more_is_taken_than_there_is_and_nobody_waits_for_ever() -> None:
    async def whole() -> tuple[int, list[int]]:
        room, inside, most, order = Room(10), 0, 0, list[int]()

        async def one(number: int) -> None:
            nonlocal inside, most
            size = 3 + number % 3
            async with room.taken(size):
                inside += size
                most = max(most, inside)
                order.append(number)
                await asyncio.sleep(0)
                inside -= size

        await asyncio.gather(*(one(number) for number in range(20)))
        return most, order

    most, order = asyncio.run(whole())
    assert most <= 10
    assert order == list(range(20))


def test_who_is_cancelled_while_waiting_or_when_let_in_leaves_the_room_to_others() -> None:
    async def whole() -> None:
        room = Room(10)

        async def hold(for_s: float) -> None:
            async with room.taken(99):  # more than there is: all of it
                await asyncio.sleep(for_s)

        tasks = [asyncio.create_task(hold(0.01)) for _ in range(4)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await tasks[0]
        tasks[2].cancel()  # let in just now
        await asyncio.gather(*tasks, return_exceptions=True)
        async with asyncio.timeout(1), room.taken(10):
            pass

    asyncio.run(whole())
