"""A world model of your own. Its score: python -m worldsim.fidelity SET --imagine examples.my_world_model:Mine"""

from worldsim.actions import Equip, MoveTo, Place
from worldsim.actions import Mine as MineBlock
from worldsim.change import BlockChange, Change
from worldsim.prediction import Branch, Prediction, Quantiles, fails


class Mine:
    """What is mined falls as itself, what is carried can be placed and held, who walks arrives. Of the rest it says nothing."""

    name = "my world model"

    def predict(self, state, actions):
        return [self.expect(state, action) for action in actions]

    def expect(self, state, action):
        match action:
            case MineBlock(pos=pos) if (block := state.blocks.name(pos)) not in (None, "air"):
                sure = Branch(p=0.8, change=Change(inventory={block: 1}, blocks=(BlockChange(pos, block, "air"),)))
            case Place(item=item, pos=pos) if state.count(item):
                sure = Branch(p=0.8, change=Change(inventory={item: -1}, blocks=(BlockChange(pos, "air", item),)))
            case Place(item=item) | Equip(item=item) if not state.count(item):
                return fails(action, "no_item", tolerance=0.1)
            case MoveTo(pos=pos):
                sure = Branch(p=0.7, end=pos.center)
            case _:
                return Prediction(action=action, branches=(Branch(p=0.6), Branch(p=0.4, status="failed")), covers=())
        return Prediction(action=action, branches=(sure, Branch(p=1 - sure.p, status="failed")), ticks=Quantiles(2, 20, 90), tolerance=2.0)
