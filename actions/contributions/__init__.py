"""What a call asks, who has answered what, and all of it in one table by part.

``CallAnswer.content`` by part (``{"nothing": true}``: nothing to say, for all but who comes):

    actions      only « nothing »: reports are updates of the actions themselves
    points       title, detail, minutes; the row also names the proposal
    presence     coming (a code of meetings ``Coming``), people (text, one name per line), note
    tour         rows: kind (``forms`` has them), sector (a code), place (as written), text
    document     text
    profil       sectors (codes), places, activities, people, projects, website
    chiffres     values (a number or null for each figure of the call, in order), note
"""
