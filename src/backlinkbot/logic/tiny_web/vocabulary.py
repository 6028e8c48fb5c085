"""The words the little web is written in: per language the sentences, per topic the nouns."""

from __future__ import annotations

# {n} is a noun of the page's topic, {a} an adjective of the language, {v} a verb of the language.
SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "A {a} {n} is worth more than any {n} you can buy in a hurry.",
        "Before you {v} the {n}, look closely at the {n} and at the {n} beside it.",
        "We have tried this with every {n} that we could find over the last year.",
        "Most people {v} their {n} too late and wonder why the {n} suffers.",
        "My neighbour swears by a {a} {n}, and I have to say that the {n} proves her right.",
        "In spring the {n} needs care, in autumn the {n} needs rest.",
        "If the {n} is {a}, you can {v} it together with the {n}.",
        "There is no need to {v} the whole {n} when a single {n} is enough.",
        "Readers often ask how a {n} differs from a {n}, so here is a {a} answer.",
        "After three weeks the {n} was {a} again and the {n} looked better than before.",
    ),
    "de": (
        "Ein {a} {n} ist mehr wert als jedes {n}, das man in Eile kauft.",
        "Bevor man {n} und {n} zusammenbringt, sollte man beides genau ansehen.",
        "Wir haben das im letzten Jahr mit jedem {n} ausprobiert.",
        "Viele Menschen kümmern sich zu spät um {n} und wundern sich über {n}.",
        "Im Frühling braucht {n} Pflege, im Herbst braucht {n} Ruhe.",
        "Nach drei Wochen war {n} wieder {a}, und auch {n} sah besser aus.",
        "Leser fragen oft, worin sich {n} und {n} unterscheiden, hier ist die Antwort.",
    ),
    "fr": (
        "Un {n} {a} vaut mieux que tous les {n} achetés dans la hâte.",
        "Avant de choisir {n} et {n}, il faut regarder les deux de près.",
        "Nous avons essayé cela avec chaque {n} que nous avons trouvé cette année.",
        "Beaucoup de gens pensent trop tard à {n} et s'étonnent ensuite de {n}.",
        "Au printemps {n} demande des soins, en automne {n} demande du repos.",
        "Après trois semaines {n} était de nouveau {a}, et {n} aussi.",
    ),
    "es": (
        "Un {n} {a} vale más que cualquier {n} comprado con prisa.",
        "Antes de elegir entre {n} y {n}, conviene mirar los dos de cerca.",
        "Hemos probado esto con cada {n} que encontramos durante el último año.",
        "Mucha gente piensa demasiado tarde en {n} y luego se sorprende de {n}.",
        "En primavera {n} necesita cuidados, en otoño {n} necesita descanso.",
        "Después de tres semanas {n} estaba otra vez {a}, y también {n}.",
    ),
}

ADJECTIVES: dict[str, tuple[str, ...]] = {
    "en": ("good", "simple", "sturdy", "quiet", "healthy", "modest", "careful", "honest", "fresh"),
    "de": ("gutes", "einfaches", "stabiles", "ruhiges", "gesundes", "sorgsames", "frisches"),
    "fr": ("simple", "solide", "calme", "sain", "modeste", "soigné", "frais"),
    "es": ("sencillo", "sólido", "tranquilo", "sano", "modesto", "cuidado", "fresco"),
}

VERBS: dict[str, tuple[str, ...]] = {
    "en": ("replace", "choose", "prepare", "move", "store", "check", "renew", "compare"),
    "de": ("wählen",),
    "fr": ("choisir",),
    "es": ("elegir",),
}

NOUNS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "gardening": (
            "compost heap", "raised bed", "secateurs", "seedling", "rose", "hedge", "mulch",
            "greenhouse", "allotment", "perennial", "watering can", "spade", "soil", "orchard",
            "pruning saw", "tomato plant", "lawn", "root ball", "potting shed", "slug barrier",
            "wheelbarrow", "bulb", "trellis", "garden fork", "clay soil", "rain barrel",
        ),
        "cycling": (
            "derailleur", "saddle", "gravel bike", "chainring", "crankset", "pannier", "commuter",
            "inner tube", "cassette", "brake pad", "headset", "bike lane", "touring frame",
            "handlebar", "puncture", "climb", "wheelset", "pedal", "bottom bracket", "peloton",
        ),
        "cooking": (
            "sourdough", "casserole", "skillet", "broth", "marinade", "dumpling", "oven tray",
            "spice mix", "stock pot", "pastry", "risotto", "chutney", "roast", "dressing",
            "lentil stew", "rolling pin", "cast iron pan", "batter", "garlic butter", "brine",
        ),
        "travel": (
            "night train", "guesthouse", "ferry", "mountain hut", "itinerary", "backpack",
            "harbour town", "museum pass", "coastal path", "city break", "hostel", "customs desk",
            "timetable", "old town", "viewpoint", "border crossing", "campsite", "map",
        ),
        "finance": (
            "index fund", "mortgage", "savings account", "interest rate", "pension", "tax return",
            "overdraft", "budget", "bond", "dividend", "credit card", "insurance policy", "loan",
            "portfolio", "exchange rate", "emergency fund", "broker", "inflation",
        ),
        "technology": (
            "keyboard", "operating system", "router", "backup drive", "compiler", "database",
            "web server", "firmware", "graphics card", "password manager", "browser", "sensor",
            "open standard", "network cable", "laptop battery", "spreadsheet", "protocol",
        ),
        "science": (
            "field study", "soil sample", "pollinator", "hypothesis", "peer review",
            "climate model",
            "microscope", "species survey", "research grant", "data set", "laboratory", "ecosystem",
            "biodiversity index", "measurement", "control group", "botany course", "lecture",
        ),
        "news": (
            "city council", "public library", "weather warning", "election", "railway line",
            "school board", "local market", "festival", "planning application", "survey",
            "housing project", "community garden", "bus route", "hospital", "report", "minister",
        ),
        "casino": (
            "slot machine", "free spins", "bonus code", "roulette table", "jackpot", "poker room",
            "online casino", "betting odds", "live dealer", "deposit bonus", "blackjack strategy",
            "sports betting", "welcome offer", "wager", "payout", "scratch card",
        ),
        "pills": (
            "weight loss pill", "cheap medication", "online pharmacy", "diet supplement",
            "fat burner", "detox tea", "discount tablets", "miracle cure", "keto gummies",
            "testosterone booster", "hair growth serum", "no prescription order",
        ),
    },
    "de": {
        "gardening": (
            "Komposthaufen", "Hochbeet", "Rosenschere", "Setzling", "Hecke", "Gewächshaus",
            "Kleingarten", "Gießkanne", "Spaten", "Gartenboden", "Obstbaum", "Rasen", "Staude",
        ),
        "cycling": (
            "Schaltwerk", "Sattel", "Rennrad", "Kettenblatt", "Fahrradweg", "Bremsbelag",
            "Schlauch", "Lenker", "Tretlager", "Packtasche", "Laufrad", "Steigung",
        ),
        "news": (
            "Stadtrat", "Bücherei", "Unwetterwarnung", "Bahnstrecke", "Wochenmarkt", "Umfrage",
            "Wohnungsbau", "Buslinie", "Krankenhaus", "Bericht", "Gemeinde", "Schule",
        ),
        "casino": ("Spielautomat", "Freispiele", "Bonuscode", "Roulette", "Jackpot", "Wette"),
    },
    "fr": {
        "gardening": (
            "compost", "potager", "sécateur", "semis", "rosier", "haie", "paillis", "serre",
            "arrosoir", "bêche", "verger", "gazon", "terreau", "plante vivace",
        ),
        "cooking": (
            "levain", "cocotte", "poêle", "bouillon", "marinade", "pâtisserie", "risotto",
            "rôti", "vinaigrette", "rouleau à pâtisserie", "épices", "pâte à crêpes",
        ),
        "news": (
            "conseil municipal", "bibliothèque", "élection", "ligne de train", "marché",
            "enquête", "logement", "hôpital", "rapport", "école", "festival",
        ),
        "casino": ("machine à sous", "bonus de bienvenue", "roulette", "jackpot", "pari sportif"),
    },
    "es": {
        "gardening": (
            "compost", "huerto", "podadora", "semillero", "rosal", "seto", "invernadero",
            "regadera", "pala", "césped", "abono", "maceta", "árbol frutal",
        ),
        "travel": (
            "tren nocturno", "albergue", "mochila", "itinerario", "refugio de montaña", "puerto",
            "casco antiguo", "mirador", "sendero costero", "horario", "mapa", "frontera",
        ),
        "news": (
            "ayuntamiento", "biblioteca", "elección", "línea de tren", "mercado", "encuesta",
            "vivienda", "hospital", "informe", "escuela", "festival",
        ),
        "casino": ("tragaperras", "bono de bienvenida", "ruleta", "premio", "apuesta deportiva"),
    },
}  # fmt: skip

# What a page's furniture is called.
LABELS: dict[str, dict[str, str]] = {
    "en": {
        "home": "Home", "articles": "Articles", "about": "About us", "contact": "Contact",
        "comments": "Comments", "author": "About the author", "by": "By", "links": "Useful links",
        "friends": "Sites we like", "imprint": "Privacy policy", "more": "Read more",
        "write": "Write for us", "says": "says",
    },
    "de": {
        "home": "Startseite", "articles": "Beiträge", "about": "Über uns", "contact": "Kontakt",
        "comments": "Kommentare", "author": "Über den Autor", "by": "Von",
        "links": "Nützliche Links",
        "friends": "Seiten, die wir mögen", "imprint": "Datenschutz", "more": "Weiterlesen",
        "write": "Gastbeitrag schreiben", "says": "schreibt",
    },
    "fr": {
        "home": "Accueil", "articles": "Articles", "about": "À propos", "contact": "Contact",
        "comments": "Commentaires", "author": "À propos de l'auteur", "by": "Par",
        "links": "Liens utiles", "friends": "Sites amis", "imprint": "Confidentialité",
        "more": "Lire la suite", "write": "Écrire pour nous", "says": "dit",
    },
    "es": {
        "home": "Inicio", "articles": "Artículos", "about": "Sobre nosotros", "contact": "Contacto",
        "comments": "Comentarios", "author": "Sobre el autor", "by": "Por",
        "links": "Enlaces útiles", "friends": "Sitios amigos", "imprint": "Privacidad",
        "more": "Leer más", "write": "Escribe para nosotros", "says": "dice",
    },
}  # fmt: skip

GENERIC: dict[str, tuple[str, ...]] = {
    "en": ("click here", "read more", "this website", "here", "more information"),
    "de": ("hier klicken", "mehr lesen", "hier"),
    "fr": ("cliquez ici", "en savoir plus", "ici"),
    "es": ("haga clic aquí", "leer más", "aquí"),
}

PEOPLE = (
    "Ada Marlow", "Ben Tilling", "Clara Voss", "Dora Pennick", "Emil Hart", "Faye Orchard",
    "Gus Lindqvist", "Hana Brook", "Ines Calder", "Jonas Weir", "Kira Holt", "Leo Marchetti",
    "Mina Sorrel", "Ned Farrow", "Olga Thorne", "Paul Quill", "Rosa Benning", "Sam Ashdown",
)  # fmt: skip
