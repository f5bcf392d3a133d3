"""AGENCY: bodies and offices, by a registry (`listed`), a grammar of heads, fields and territories (`unlisted`), and collectives.

A scan over the tokens (`find`) tries names and heads where one begins; then `lists` joins what stands before a body and belongs to
its name (`Chánh Văn phòng` + `UBND tỉnh`) and cuts elliptic lists (`Các Sở: Y tế; TC`); `levels.settle` gives the levels that only
the document tells; and `learned` asks the model where rules are unsure.
"""

from pipeline.extract.agencies.find import find_agencies
from pipeline.extract.agencies.found import Found

__all__ = ["Found", "find_agencies"]
