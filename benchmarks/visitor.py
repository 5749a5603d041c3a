"""One person at the dashboard without a browser: Streamlit's messages over its websocket."""

import asyncio
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect


class Visitor:
    """A session that opened 总览; `look` chooses a year there as a click does. `bytes`: what it was sent."""

    def __init__(self, connection: ClientConnection):
        self.connection, self.years, self.year, self.bytes = connection, [], "", 0

    async def look(self, year: str = "") -> float:
        """Seconds from a choice of year ('': none, as a person who arrives) to the end of the script run."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        if year:
            chosen = WidgetState(id=self.year)
            chosen.string_array_value.data.append(year)
            message.rerun_script.widget_states.widgets.append(chosen)
        start = time.perf_counter()
        await self.connection.send(message.SerializeToString())
        while True:
            data = await self.connection.recv()
            self.bytes += len(data)
            told = ForwardMsg.FromString(data)
            if told.WhichOneof("type") == "script_finished":
                return time.perf_counter() - start
            if wrong := told.delta.new_element.alert.body or told.delta.new_element.exception.message:
                raise RuntimeError(f"no screen: {wrong}")
            group = told.delta.new_element.button_group
            if group.query_param_key == "y":
                self.year, self.years = group.id, [option.content for option in group.options]


async def visit(address: str) -> Visitor:
    """A session that has seen its first screen."""
    connection = await connect(address.replace("http", "ws") + "/_stcore/stream", subprotocols=["streamlit"],
                               max_size=None, origin=address, ping_interval=None)
    visitor = Visitor(connection)
    await visitor.look()
    return visitor


async def stroll(visitor: Visitor, looks: int, pause: float, draw) -> list[float]:
    """Seconds of each of some looks at years, after pauses of 0 … `pause` seconds."""
    taken = []
    for _ in range(looks):
        await asyncio.sleep(draw.random() * pause)
        taken.append(await visitor.look(draw.choice(visitor.years)))
    return taken
