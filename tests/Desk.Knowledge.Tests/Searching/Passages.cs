namespace AiDesk.Desk.KnowledgeTests.Searching;

/// <summary>A small shop's help in seven languages: the same ten subjects in each.</summary>
internal static class Passages
{
    public static readonly string[] Subjects = ["shipping", "returns", "sizes", "payment", "warranty", "privacy", "invoice", "opening", "gift", "cancel"];

    public static IReadOnlyDictionary<string, string[]> ByLanguage { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["es"] =
        [
            "Los envíos a la península tardan de dos a tres días y cuestan 4,90 €.", "Tienes treinta días para devolver un artículo sin usar; la devolución es gratuita.", "Si dudas entre dos tallas, elige la más grande: nuestras camisas son estrechas.",
            "Aceptamos tarjetas de crédito, transferencias y Bizum.", "Todos los productos tienen tres años de garantía contra defectos de fábrica.", "No cedemos tus datos personales a terceros y puedes pedir que los borremos.",
            "La factura se descarga desde tu cuenta, en el apartado de pedidos.", "La tienda de la calle Mayor abre de lunes a sábado de diez a ocho.", "Las tarjetas regalo caducan a los dos años de su compra.", "Puedes cancelar la suscripción en cualquier momento antes de la renovación.",
        ],
        ["en"] =
        [
            "Parcels within the country arrive in two to three days and cost £3.95.", "You may send back unworn items within thirty days; returning them is free.", "Between two sizes choose the larger one: our shirts are cut narrow.",
            "We accept credit cards, bank transfers and wallets.", "Every product carries a three year warranty against manufacturing defects.", "We never sell personal data, and you can ask us to erase it.",
            "Invoices can be downloaded from your account under orders.", "The shop in High Street opens Monday to Saturday from ten to eight.", "Gift vouchers expire two years after they were bought.", "You can cancel the subscription at any time before it renews.",
        ],
        ["fr"] =
        [
            "Les livraisons en métropole arrivent en deux à trois jours et coûtent 4,90 €.", "Vous avez trente jours pour retourner un article non porté ; le retour est gratuit.", "Entre deux tailles, choisissez la plus grande : nos chemises sont étroites.",
            "Nous acceptons les cartes bancaires, les virements et les chèques.", "Chaque produit est garanti trois ans contre les défauts de fabrication.", "Nous ne cédons jamais vos données personnelles et vous pouvez demander leur effacement.",
            "La facture se télécharge depuis votre compte, rubrique commandes.", "La boutique de la rue Haute ouvre du lundi au samedi de dix à vingt heures.", "Les chèques-cadeaux expirent deux ans après leur achat.", "Vous pouvez résilier l'abonnement à tout moment avant son renouvellement.",
        ],
        ["de"] =
        [
            "Pakete innerhalb Deutschlands kommen in zwei bis drei Tagen an, der Versand kostet 4,90 €.", "Sie können ungetragene Artikel dreißig Tage lang zurückgeben; die Rückgabe ist kostenlos.", "Wählen Sie zwischen zwei Größen die größere: unsere Hemden sind schmal geschnitten.",
            "Wir nehmen Kreditkarten, Überweisungen und Lastschriften an.", "Alle Produkte haben drei Jahre Garantie gegen Fabrikationsfehler.", "Wir geben persönliche Daten nie weiter, und Sie können deren Löschung verlangen.",
            "Die Rechnung laden Sie in Ihrem Konto unter Bestellungen herunter.", "Das Geschäft in der Hauptstraße öffnet montags bis samstags von zehn bis zwanzig Uhr.", "Gutscheine verfallen zwei Jahre nach dem Kauf.", "Das Abonnement können Sie jederzeit vor der Verlängerung kündigen.",
        ],
        ["it"] =
        [
            "Le spedizioni in Italia arrivano in due o tre giorni e costano 4,90 €.", "Hai trenta giorni per restituire un articolo non usato; il reso è gratuito.", "Tra due taglie scegli la più grande: le nostre camicie sono strette.",
            "Accettiamo carte di credito, bonifici e contrassegno.", "Tutti i prodotti hanno tre anni di garanzia contro i difetti di fabbrica.", "Non cediamo mai i dati personali e puoi chiederne la cancellazione.",
            "La fattura si scarica dal tuo conto, nella sezione ordini.", "Il negozio di via Maggiore apre dal lunedì al sabato dalle dieci alle venti.", "I buoni regalo scadono due anni dopo l'acquisto.", "Puoi disdire l'abbonamento in qualsiasi momento prima del rinnovo.",
        ],
        ["pt"] =
        [
            "Os envios para o continente chegam em dois a três dias e custam 4,90 €.", "Tem trinta dias para devolver um artigo não usado; a devolução é gratuita.", "Entre dois tamanhos escolha o maior: as nossas camisas são estreitas.",
            "Aceitamos cartões de crédito, transferências e multibanco.", "Todos os produtos têm três anos de garantia contra defeitos de fabrico.", "Nunca cedemos os seus dados pessoais e pode pedir que os apaguemos.",
            "A fatura descarrega-se na sua conta, na secção de encomendas.", "A loja da rua Direita abre de segunda a sábado das dez às vinte horas.", "Os vales de oferta expiram dois anos após a compra.", "Pode cancelar a subscrição a qualquer momento antes da renovação.",
        ],
        ["nl"] =
        [
            "Pakketten binnen Nederland komen in twee tot drie dagen aan, verzending kost € 4,90.", "U kunt ongedragen artikelen dertig dagen lang terugsturen; retourneren is gratis.", "Kies tussen twee maten de grootste: onze overhemden vallen smal.",
            "Wij accepteren creditcards, overschrijvingen en iDEAL.", "Alle producten hebben drie jaar garantie tegen fabrieksfouten.", "Wij verkopen nooit persoonsgegevens en u kunt vragen ze te wissen.",
            "De factuur downloadt u in uw account onder bestellingen.", "De winkel in de Hoofdstraat is open van maandag tot zaterdag van tien tot acht.", "Cadeaubonnen verlopen twee jaar na aankoop.", "U kunt het abonnement op elk moment voor de verlenging opzeggen.",
        ],
    };

    /// <summary>Language, question, subject: other forms of the words, with and without accents, in small and capital letters.</summary>
    public static IEnumerable<(string Language, string Question, string Subject)> Questions { get; } =
    [
        ("es", "¿Cuánto tarda un envio a la península?", "shipping"), ("es", "quiero DEVOLVER unos artículos", "returns"), ("es", "¿qué talla elijo?", "sizes"), ("es", "¿puedo pagar con tarjeta de crédito?", "payment"), ("es", "garantias de los productos", "warranty"),
        ("es", "¿qué hacéis con mis datos personales?", "privacy"), ("es", "¿dónde descargo las facturas?", "invoice"), ("es", "¿la tienda abre los sábados?", "opening"), ("es", "cancelar suscripciones", "cancel"),
        ("en", "when does my parcel arrive?", "shipping"), ("en", "returned items", "returns"), ("en", "which size of shirt should I choose", "sizes"), ("en", "do you accept a bank transfer", "payment"), ("en", "warranties for defective products", "warranty"),
        ("en", "erasing my personal data", "privacy"), ("en", "download an invoice", "invoice"), ("en", "is the shop open on saturdays", "opening"), ("en", "cancelling subscriptions", "cancel"),
        ("fr", "combien coûte la livraison", "shipping"), ("fr", "retourner des articles", "returns"), ("fr", "quelle taille choisir pour une chemise etroite", "sizes"), ("fr", "acceptez-vous les virements", "payment"), ("fr", "produits garantis contre les defauts", "warranty"),
        ("fr", "effacer ma donnée personnelle", "privacy"), ("fr", "où télécharger mes factures", "invoice"), ("fr", "boutique ouverte le samedi", "opening"), ("fr", "résiliation d'abonnements", "cancel"),
        ("de", "wie lange ist ein Paket unterwegs und was kostet der Versand", "shipping"), ("de", "kostenlose Rückgabe", "returns"), ("de", "welche Grösse haben die Hemden", "sizes"), ("de", "nehmen Sie eine Kreditkarte", "payment"), ("de", "Garantien auf das Produkt", "warranty"),
        ("de", "personliche Daten löschen", "privacy"), ("de", "Rechnungen herunterladen", "invoice"), ("de", "wann öffnen die Geschäfte", "opening"), ("de", "Abonnements kündigen", "cancel"),
        ("it", "quanto costa la spedizione", "shipping"), ("it", "restituire articoli", "returns"), ("it", "quale taglia di camicia scegliere", "sizes"), ("it", "pagare con bonifico", "payment"), ("it", "prodotto difettoso, difetto di fabbrica", "warranty"),
        ("it", "cancellazione di dati personali", "privacy"), ("it", "scaricare le fatture", "invoice"), ("it", "negozi aperti il lunedi", "opening"), ("it", "disdire abbonamenti", "cancel"),
        ("pt", "quanto custa o envio", "shipping"), ("pt", "devoluções gratuitas de artigos", "returns"), ("pt", "que tamanho de camisa escolher", "sizes"), ("pt", "posso pagar com cartão ou transferencia", "payment"), ("pt", "garantias dos produtos", "warranty"),
        ("pt", "apagar dados pessoais", "privacy"), ("pt", "onde está a fatura das encomendas", "invoice"), ("pt", "lojas abertas ao sabado", "opening"), ("pt", "cancelar subscrições", "cancel"),
        ("nl", "wat kost de verzending van een pakket", "shipping"), ("nl", "artikel terugsturen", "returns"), ("nl", "welke maat overhemd kiezen", "sizes"), ("nl", "accepteert u een creditcard", "payment"), ("nl", "garantie op het product", "warranty"),
        ("nl", "gegevens wissen", "privacy"), ("nl", "waar kan ik mijn facturen downloaden", "invoice"), ("nl", "winkels open op zaterdag", "opening"), ("nl", "abonnementen opzeggen", "cancel"),
    ];

    /// <summary>Language, misspelt question, subject.</summary>
    public static IEnumerable<(string Language, string Question, string Subject)> Misspelt { get; } =
    [
        ("es", "devolusion", "returns"), ("es", "suscripsión", "cancel"), ("en", "warrenty", "warranty"), ("en", "subscribtion", "cancel"), ("fr", "livraizon", "shipping"), ("fr", "abonement", "cancel"), ("de", "Garrantie", "warranty"),
        ("de", "Kreditkahrte", "payment"), ("it", "garansia", "warranty"), ("it", "spedisioni", "shipping"), ("pt", "devolusão", "returns"), ("pt", "subscrissão", "cancel"), ("nl", "abonnoment", "cancel"), ("nl", "verzendeng", "shipping"),
    ];

    public static async Task SeedAsync(Desk desk, string tenant = Desk.Tenant)
    {
        foreach (var (language, texts) in ByLanguage)
        {
            await desk.PutAsync(id: language, language: language, tenant: tenant);
            await desk.PushAsync([.. texts.Select((text, place) => (Subjects[place] + ".txt", text))], complete: true, id: language, tenant: tenant);
        }
    }
}
