// Written by src/Clients/browser/generate from the policy engine. Do not edit: ./generate.sh writes it anew.

/** The key of the sentence for a reason: without a strike, with the first, with the second, and when the session is blocked. */
export const keys = {
  empty: ['guard.invalidContent', 'guard.invalidContent', 'guard.invalidContent', 'guard.blocked'],
  too_short: ['guard.invalidContent', 'guard.invalidContent', 'guard.invalidContent', 'guard.blocked'],
  too_long: ['guard.tooLong', 'guard.tooLong', 'guard.tooLong', 'guard.blocked'],
  symbols_only: ['guard.invalidContent', 'guard.invalidContent', 'guard.invalidContent', 'guard.blocked'],
  prompt_injection: ['guard.invalidContent', 'guard.warning1', 'guard.warning2', 'guard.blocked'],
  forbidden_content: ['guard.invalidContent', 'guard.warning1', 'guard.warning2', 'guard.blocked'],
  duplicate: ['guard.duplicate', 'guard.warning1', 'guard.warning2', 'guard.blocked'],
  session_blocked: ['guard.invalidContent', 'guard.warning1', 'guard.warning2', 'guard.blocked'],
};

export const messages = {
  'guard.blocked': {
    en: 'This conversation has been closed. If you think this is a mistake, please contact our team another way.',
    es: 'Esta conversación se ha cerrado. Si crees que es un error, ponte en contacto con nuestro equipo por otra vía.',
    fr: 'Cette conversation a été fermée. Si vous pensez qu\'il s\'agit d\'une erreur, contactez notre équipe par un autre moyen.',
    de: 'Dieses Gespräch wurde beendet. Wenn Sie das für einen Irrtum halten, wenden Sie sich bitte auf anderem Weg an unser Team.',
    it: 'Questa conversazione è stata chiusa. Se pensi che sia un errore, contatta il nostro team in un altro modo.',
    pt: 'Esta conversa foi encerrada. Se acha que se trata de um engano, contacte a nossa equipa por outro meio.',
    nl: 'Dit gesprek is beëindigd. Denkt u dat dit een vergissing is, neem dan op een andere manier contact met ons op.',
  },
  'guard.duplicate': {
    en: 'We already have this message and are working on it. There is no need to send it again.',
    es: 'Ya hemos recibido este mensaje y estamos con él. No hace falta que lo envíes otra vez.',
    fr: 'Nous avons déjà reçu ce message et nous nous en occupons. Inutile de le renvoyer.',
    de: 'Diese Nachricht haben wir bereits erhalten und kümmern uns darum. Sie müssen sie nicht noch einmal senden.',
    it: 'Abbiamo già ricevuto questo messaggio e ce ne stiamo occupando. Non serve inviarlo di nuovo.',
    pt: 'Já recebemos esta mensagem e estamos a tratar dela. Não precisa de a enviar novamente.',
    nl: 'Dit bericht hebben we al ontvangen en we zijn ermee bezig. U hoeft het niet nog eens te sturen.',
  },
  'guard.invalidContent': {
    en: 'We couldn\'t read your message. Please write it in words.',
    es: 'No hemos podido entender tu mensaje. Escríbelo con palabras, por favor.',
    fr: 'Nous n\'avons pas pu lire votre message. Merci de l\'écrire avec des mots.',
    de: 'Wir konnten Ihre Nachricht nicht lesen. Bitte schreiben Sie sie in Worten.',
    it: 'Non siamo riusciti a leggere il tuo messaggio. Scrivilo a parole, per favore.',
    pt: 'Não conseguimos ler a sua mensagem. Por favor, escreva-a por palavras.',
    nl: 'We konden uw bericht niet lezen. Schrijf het alstublieft in woorden.',
  },
  'guard.tooLong': {
    en: 'Your message is too long. Please shorten it or split it into several messages.',
    es: 'Tu mensaje es demasiado largo. Acórtalo o divídelo en varios, por favor.',
    fr: 'Votre message est trop long. Merci de le raccourcir ou de le partager en plusieurs messages.',
    de: 'Ihre Nachricht ist zu lang. Bitte kürzen Sie sie oder teilen Sie sie auf mehrere Nachrichten auf.',
    it: 'Il tuo messaggio è troppo lungo. Accorcialo o dividilo in più messaggi, per favore.',
    pt: 'A sua mensagem é demasiado longa. Por favor, encurte-a ou divida-a em várias.',
    nl: 'Uw bericht is te lang. Maak het korter of verdeel het over meerdere berichten.',
  },
  'guard.warning1': {
    en: 'I can\'t help with that. Please keep to questions about our products and services.',
    es: 'No puedo ayudarte con eso. Por favor, haz preguntas sobre nuestros productos y servicios.',
    fr: 'Je ne peux pas vous aider sur ce point. Merci de poser des questions sur nos produits et services.',
    de: 'Dabei kann ich leider nicht helfen. Bitte stellen Sie Fragen zu unseren Produkten und Leistungen.',
    it: 'Non posso aiutarti con questa richiesta. Fai pure domande sui nostri prodotti e servizi.',
    pt: 'Não posso ajudar com isso. Por favor, faça perguntas sobre os nossos produtos e serviços.',
    nl: 'Daar kan ik u niet mee helpen. Stelt u gerust een vraag over onze producten en diensten.',
  },
  'guard.warning2': {
    en: 'This is the second message of this kind. After one more, this conversation will be closed.',
    es: 'Es el segundo mensaje de este tipo. Si se repite, cerraremos esta conversación.',
    fr: 'C\'est le deuxième message de ce type. Au prochain, cette conversation sera fermée.',
    de: 'Das ist schon die zweite Nachricht dieser Art. Bei der nächsten wird dieses Gespräch beendet.',
    it: 'È il secondo messaggio di questo tipo. Al prossimo, la conversazione verrà chiusa.',
    pt: 'Esta é a segunda mensagem deste tipo. Se acontecer de novo, a conversa será encerrada.',
    nl: 'Dit is het tweede bericht van deze soort. Bij het volgende wordt dit gesprek beëindigd.',
  },
};
