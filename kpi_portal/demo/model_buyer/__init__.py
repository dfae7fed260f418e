"""A model buyer: files as a Norwegian mobile operator's telephony, survey and sales systems would write them.

Seeded and vectorised; needs numpy and is never imported by the web process. Start at generate.py.
"""
