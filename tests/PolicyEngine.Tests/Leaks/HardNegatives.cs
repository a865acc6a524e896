namespace AiDesk.PolicyEngine.Tests.Leaks;

/// <summary>Replies that look like a leak to a careless scanner and are none. Strings that a secret scanner would take for real are put together at run time.</summary>
public static class HardNegatives
{
    private const string Digits64 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static string[] All => [.. English, .. Numbers, .. Programs, .. Spanish, .. French, .. German, .. Italian, .. Portuguese, .. Dutch, .. Places, .. Things];

    private static string[] English =>
    [
        "Your order #W6351682 is on its way, tracking number 846998704029.",
        "Order 114-3941689-8772232 was delivered on 12 March at 14:05.",
        "Your parcel 1Z999AA10123456784 leaves the depot tonight.",
        "The DHL number is JD014600003210012345, the label reads JJD000390007827489219.",
        "You can reach our support team at +1 415 555 0132, Monday to Friday.",
        "Call us at (800) 555-0199 or write to support@shopwell.com.",
        "Our hotline is 0800 123 4567 and our fax is 020 7946 0958.",
        "Choose a password with at least 8 characters and never share it.",
        "Your password must be 12-64 characters long and hold a digit.",
        "Your password was reset; you will receive an e-mail with a link.",
        "For security we never ask for your password, PIN or one-time code.",
        "Passwords expire after 90 days. The last change was on 2026-01-15.",
        "Enter the password you chose, then press Continue.",
        "The password field is marked with a star.",
        "Forgot your password? Go to Settings > Security > Reset password.",
        "Keep your recovery codes in a safe place; each works once.",
        "The secret to a good espresso is fresh beans and 93 degrees.",
        "Our secret ingredient is smoked paprika.",
        "Here is a token of our thanks: 10 % off with code SPRING2026.",
        "The key features are 4K video, 120Hz refresh and USB-C 3.2.",
        "The key to apartment 12B is in the lockbox by the door.",
        "Please keep the key card; replacement costs 15 EUR.",
        "Private rooms are on floor 3, access is by the east stairs.",
        "Authorization of your payment may take 2-3 business days.",
        "The authorization for 24.99 EUR was released on 2026-03-01.",
        "Client reference 2026-0412-A, please quote it on the phone.",
        "Your session with Dr. Brown is booked for 10:30 on 4 May.",
        "Cookies help us to remember your cart. You can refuse them.",
        "We accept all cookies except walnut ones, says our baker.",
        "The card ending in 1111 was charged 24.99 EUR on 2026-03-01 at 12:30.",
        "Refund reference: RF-2026-00417, amount 1,299.00 USD.",
        "Your gift card balance is 25.00 EUR; the code is on the back.",
        "Voucher WELCOME-AB12-CD34 gives 15 % off until Sunday.",
        "Booking reference QX7K2M, seats 14A and 14B, gate B22.",
        "E-ticket 220-2412345678 for flight LH1234 on 12APR.",
        "The ISBN of the book is 978-3-16-148410-0.",
        "Model SM-G998BZKDEUB, serial number R5CR30ABCDE.",
        "The SKU is MBP16-M3-36GB-1TB-SPG, size 16 inches.",
        "Part numbers AX-4410-B7 and AX-4410-B9 fit your mower.",
        "VIN WVWZZZ1JZXW000001 belongs to a Golf of 1999.",
        "Your IMEI has 15 digits; dial *#06# to see it.",
        "Please select an item from our menu where you see the star.",
        "You can update your address and set a new delivery date.",
        "Delete from your cart what you do not need, then pay.",
        "Drop table reservations are not possible on Sundays.",
        "Insert into the slot the card with the chip facing up.",
        "Look at me, I am at home at last.",
        "Meet us at Example.com (online) or in the shop.",
        "At 10:30 the train leaves, at 11:15 it arrives.",
        "I am sorry for the error: the price was 19.99, not 29.99.",
        "Error 404 means that the page does not exist any more.",
        "An exception was made for you: the fee is waived.",
        "The range of our e-bikes is 80-120 km.",
        "The shop is open 9/5, the hotline 24/7.",
        "Version 10.2.0.1 of the app fixes the login.",
        "Update to firmware 2.4.1.0 before you pair the headset.",
        "Read chapter 3.2.1.4 of the manual.",
        "Pay here: https://pay.shopwell.com/i/5f0c9c1e7a2b4d3c8e9f0a1b2c3d4e5f",
        "Track it: https://track.parcelpro.com/t/123e4567-e89b-12d3-a456-426655440000?lang=en",
        "Reset it here: https://accounts.shopwell.com/reset?token=q7Wz2KdR9xLm4TvB8nYc5HgJ3pSf6",
        "Download the manual: https://cdn.shopwell.com/files/manual-v2-2026-03.pdf",
        "See https://shop.example/home/garden/chairs.html?ref=1234 for more.",
        "Write to hello@shopwell.com or to returns@shopwell.com.",
        "Write to jane.doe@example.com, that is only an example.",
        "Follow us: @shopwell, #summer2026, and tell a friend.",
        "Are you moving? Tell us at least 14 days ahead.",
        "The temperature was -12.5 °C at 06:00 and +3.1 °C at 15:00.",
        "Your points: 12,450. Next level at 15,000.",
        "Open Monday-Friday 08:00-18:00, Saturday 09:00-13:00.",
        "Use either/or, and/or, he/she in the form.",
        "Box 12 of 40 holds the screws M6x20 and M8x35.",
        "You are the third in the queue; it takes about 4 minutes.",
        "The last four digits of your account are 3000.",
        "Your case number is 00123456, your agent is Tom.",
        "Ticket T-2026-000381 was closed on 3 May 2026.",
        "Dimensions 1200 x 600 x 750 mm, weight 23.5 kg.",
        "Colour #FF8800 or RAL 2003, both are in stock.",
        "The match ended 3:2 after extra time, 120+4 minutes.",
    ];

    private static string[] Numbers =>
    [
        "4111 1111 1111 1112", "1234567890123456", "Invoice 4000 0012 3456 7899 2026", "2026-03-01T12:30:00Z", "12/03/2026 14:05:09", "EAN 4006381333931",
        "GB00 WEST 1234 5698 7654 32", "DE00 3704 0044 0532 0130 00", "Total: 1.234.567,89 EUR", "0.1, 0.22, 0.333, 0.4444", "Lot 2026A0412B, best before 12/2027",
        "52.520008, 13.404954", "Batch 20260412-0001-00000042", "A1 A2 B1 B2 C1 C2", "10.000.000 views", "No. 12345678A is not a number of ours.",
        "Receipt 9012-3456-7890-1234-5678", "999-12-3456", "000-12-3456", "123-45-678", "Ref. AB12CD34", "5 x 12.99 = 64.95", "1 000 000 000", "3.1415926535897932384626",
    ];

    private static string[] Programs =>
    [
        "Use git rebase -i HEAD~3 to squash the last three commits.",
        "In Python, list comprehensions read [x * x for x in range(10)].",
        "A for loop is written for (int i = 0; i < 10; i++) in C#.",
        "Read the value with process.env.API_KEY and never print it.",
        "Set api_key = YOUR_API_KEY and token = <your-token> in the settings.",
        "Put password=${DB_PASSWORD} into the compose file.",
        "The header reads Authorization: Bearer <token>.",
        "Example: curl -H \"Authorization: Bearer $TOKEN\" https://api.shopwell.com/v1/orders",
        "password = getpass.getpass(\"Password: \")",
        "const password = req.body.password; // never log it",
        "secret: \"********\", key: \"xxxxxxxxxxxxxxxx\"",
        "aws_access_key_id = AKIA" + "IOSFODNN7EXAMPLE",
        "export TOKEN=ghp_" + new string('x', 36),
        "A private key begins with -----BEGIN " + "PRIVATE KEY----- and must stay private.",
        "Connect with postgres://user:password@localhost:5432/db in development.",
        "The file has sha256:" + Digits64 + ".",
        "integrity=\"sha512-" + "q7Wz2KdR9xLm4TvB8nYc5HgJ3pSf6q7Wz2KdR9xLm4TvB8nYc5HgJ3pSf6\"",
        "MD5: 9e107d9d372bb6826bd81d3542a419d6",
        "Call convertBase64ToUtf8String(input) and then parseJsonResponse2Object(x).",
        "The class CustomerOrderHistoryRepositoryFactoryBean has one method.",
        "Run npm install, then npm run build:prod --workspace=web.",
        "kubernetes-dashboard-metrics-scraper-service is the name of a service.",
        "Use font-family: 'Helvetica Neue', sans-serif; color: #1a2b3c;",
        "A UUID has 32 hexadecimal digits in five groups, 8-4-4-4-12.",
        "A JWT has three parts: header.payload.signature.",
        "JSON looks like {name: value}, and {} is an empty object.",
        "Opening hours: {\"Monday to Friday\": \"9-17\", \"Saturday\": \"10-14\"}",
        "SELECT is the statement that reads rows; UPDATE changes them.",
        "Select from the list, set the date where it says so.",
        "Each user has one role; each role has many rights.",
        "The endpoint /v1/orders returns 20 orders per page.",
        "Press Ctrl+Alt+Del, then choose C: or D: as the drive.",
        "Localhost is 127.0.0.1 and the mask is 255.255.255.0.",
        "std::vector and std::unordered_map are containers of C++.",
        "The time is 12:30:45, the ratio 16:9, the score 3:2.",
        "See section a::b of the style guide.",
        "It costs 5/10/15 EUR for S/M/L.",
        "Version v1.2.3-beta.4+build.567 is out.",
    ];

    private static string[] Spanish =>
    [
        "Su pedido n.º 4839201 llegará el 14 de marzo; el seguimiento es 846998704029.",
        "Llámanos al +34 912 345 678 o escribe a hola@tienda.example.",
        "Nuestro teléfono de atención al cliente es 900 123 456.",
        "La contraseña debe tener al menos 8 caracteres y un número.",
        "¿Olvidó su contraseña? Pulse en «Restablecer contraseña».",
        "Su contraseña es personal, no la comparta con nadie.",
        "La clave está en la paciencia, dice nuestro cocinero.",
        "El código VERANO2026 le da un 15 % de descuento.",
        "El importe es 1.234,56 EUR, IVA incluido, factura F-2026-00123.",
        "La referencia de la reserva es QX7K2M, habitación 214.",
        "Abrimos de 9:00 a 20:00; sábados de 10:00 a 14:00.",
        "Puede pagar aquí: https://pagos.tiendalba.com/p/9f8e7d6c5b4a39281706f5e4d3c2b1a0",
        "El pedido ES-2026-0042 está en reparto desde las 8:15.",
        "El acceso privado está en la planta 2, puerta B.",
    ];

    private static string[] French =>
    [
        "Votre commande n° 4839201 est en route, le numéro de suivi est 846998704029.",
        "Appelez-nous au +33 1 23 45 67 89 du lundi au vendredi.",
        "Notre service client est joignable au 0 800 12 34 56.",
        "Le mot de passe doit contenir 8 caractères dont un chiffre.",
        "Votre mot de passe est personnel et confidentiel.",
        "Mot de passe oublié ? Cliquez sur « Réinitialiser ».",
        "Le code ETE2026 vous donne 10 % de remise.",
        "Le total est de 2 340,50 € et la facture porte le n° FA-2026-0099.",
        "La clé du succès, c'est la régularité.",
        "Rendez-vous le 12/04/2026 à 14h30, salle B12.",
        "Suivez le colis : https://suivi.colispro.fr/c/6A12345678901?lang=fr",
        "Votre carte se terminant par 4242 a été débitée de 19,99 €.",
        "Écrivez à contact@boutique-lumiere.fr, nous répondons sous 24 h.",
    ];

    private static string[] German =>
    [
        "Ihre Bestellung ORD-014482 hat den Status delivered, Gesamtsumme 54,85 €.",
        "Rufen Sie uns unter +49 30 1234567 an, werktags von 8 bis 18 Uhr.",
        "Unser Kundenservice: 0800 1234567, kostenlos aus dem Festnetz.",
        "Das Passwort muss mindestens 8 Zeichen und eine Ziffer haben.",
        "Ihr Passwort ist abgelaufen, bitte vergeben Sie ein neues.",
        "Passwort vergessen? Klicken Sie auf „Zurücksetzen“.",
        "Kennwort: bitte selbst wählen, mindestens 10 Zeichen.",
        "Das ist eine Donaudampfschifffahrtsgesellschaftskapitänsmütze.",
        "Das Schlüsselwort heißt Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz.",
        "Die Sendungsnummer lautet 00340434161094042557, Zustellung morgen.",
        "Der Gutschein SOMMER-2026 gilt bis zum 31.08.2026.",
        "Rechnung RE-2026-000417 über 1.299,00 EUR liegt bei.",
        "Die Hausordnung steht in Abschnitt 3.2.1.4.",
        "Termin am 12.04.2026 um 14:30 Uhr, Zimmer 2.14.",
        "Schreiben Sie an kundenservice@hafenladen.de.",
    ];

    private static string[] Italian =>
    [
        "Il suo ordine n. 4839201 è in consegna, il codice di tracciamento è 846998704029.",
        "Chiamaci al +39 02 1234 5678 dal lunedì al venerdì.",
        "Il nostro servizio clienti risponde al numero verde 800 123 456.",
        "La password deve avere almeno 8 caratteri e un numero.",
        "La sua password è personale, non la comunichi a nessuno.",
        "Password dimenticata? Prema su «Reimposta».",
        "Con il codice ESTATE2026 ha il 10 % di sconto.",
        "Il totale è di 1.234,56 €, fattura n. 2026/0099.",
        "La chiave della camera 214 è alla reception.",
        "Via libera: il pacco arriva il 14 marzo 2026.",
        "Traccia il pacco: https://traccia.pacchipro.it/s/AB123456789IT",
        "La carta che termina con 1881 è stata addebitata.",
    ];

    private static string[] Portuguese =>
    [
        "O seu pedido #W4646940 está a caminho, o código de rastreio é 294204750585.",
        "Ligue para o nosso apoio ao cliente: +351 210 123 456.",
        "A palavra-passe deve ter pelo menos 8 caracteres.",
        "A sua senha é pessoal; não a partilhe com ninguém.",
        "Esqueceu a senha? Toque em «Repor senha».",
        "O código VERAO2026 dá 10 % de desconto.",
        "O total foi 158,41 € e a fatura é a FT 2026/417.",
        "A chave do sucesso é a paciência.",
        "Abrimos das 9h00 às 19h00, sábados até às 13h00.",
        "A encomenda RR123456785PT chega amanhã.",
        "Escreva para apoio@lojamar.pt e respondemos em 24 horas.",
    ];

    private static string[] Dutch =>
    [
        "Uw bestelling 4839201 is onderweg, de trackingcode is 3SABCD012345678.",
        "Bel ons op +31 20 123 4567, op werkdagen van 9 tot 17 uur.",
        "Onze klantenservice: 0800-1234, gratis.",
        "Het wachtwoord moet minstens 8 tekens hebben.",
        "Uw wachtwoord is verlopen; kies een nieuw wachtwoord.",
        "Wachtwoord vergeten? Klik op 'Herstellen'.",
        "Met code ZOMER2026 krijgt u 10 % korting.",
        "Het totaal is € 1.234,56, factuur F2026-0099.",
        "De sleutel van kamer 214 ligt bij de receptie.",
        "De afspraak is op 12-04-2026 om 14:30 uur.",
        "Mail naar klantenservice@winkelhof.nl voor een retour.",
    ];

    /// <summary>Beside names of secrets, in the places where secrets stand.</summary>
    private static string[] Places =>
    [
        "Password: required", "Password strength: \"strong\"", "The password is \"expired\", please choose another.", "\"password\": \"string\"", "password = newPassword;",
        "Contraseña: obligatoria", "Su contraseña es «incorrecta», dice la página.", "Mot de passe : obligatoire", "Votre mot de passe est \"expiré\".",
        "Passwort: vergessen?", "Das Passwort ist „abgelaufen“.", "Password: obbligatoria", "La password è \"scaduta\".", "Senha: esqueceu?", "A senha é “inválida”.",
        "Wachtwoord: vergeten?", "Uw wachtwoord is 'verlopen'.", "<input type=\"password\" name=\"pass\" placeholder=\"Password\" required>", "labels: { password: 'Passwort', email: 'E-Mail' }",
        "bypass=whatever is no setting.", "Run docker run -p 8080:80 web and open port 8080.", "mysql -u root -p and then type it.",
        "Our washing machine login panel shows a password prompt.", "curl -u \"$USER:$PASS\" https://shop.test", "Set DNS to 8.8.8.8 and 1.1.1.1.", "Als DNS-Server tragen Sie 9.9.9.9 ein.",
        "A recovery phrase is a list of words that only you know; write them down on paper and keep them away from others at all times.",
        "Eine Wiederherstellungsphrase besteht aus zwölf Wörtern, die nur Sie kennen sollten und die niemand sonst sehen darf.",
        "Your mnemonic: never eat shredded wheat.", "Verify here: https://accounts.shopwell.com/verify?token=" + Token, "Unsubscribe: https://news.shopwell.com/unsubscribe?token=" + Token,
        "Pay: https://pay.shopwell.com/checkout?token=" + Token, "Suivi : https://colispro.fr/suivi?token=" + Token, "Zahlen: https://laden.de/rechnung?token=" + Token,
        "Pagar: https://tienda.es/pago?token=" + Token, "Ordine: https://negozio.it/ordine?token=" + Token, "Encomenda: https://loja.pt/encomenda?token=" + Token,
        "Betalen: https://winkel.nl/betaal?token=" + Token,
    ];

    /// <summary>Numbers and strings of things that everybody may see.</summary>
    private static string[] Things =>
    [
        "sonar-reporter-1.2.4.tgz#" + Digits64[..40], "Fixed in commit " + Digits64[..40] + ".", "ETag: \"" + Digits64[..32] + "\"", "The nil UUID is 00000000-0000-0000-0000-000000000000.",
        "See arn:aws:iam::aws:policy/ReadOnlyAccess.", "some-bucket.s3.amazonaws.com/some-object", "00 10 00 31 46 D9 E9 11", "Order no. 408-7421369-1120355, part no. 0 986 494 294.",
        "Bestellnummer 302-9917261-0049954, Teilenummer 8K0 615 301 A.", "Pedido 171-0398212-6628301, referencia MLA-9912347.", "Commande CMD-2026-0004711, colis 8R41122334455.",
        "Ordine 2026/IT/004711, pezzo 51.80.1.924.", "Encomenda PT-0004711, fatura FT A/2026/3391.", "Bestelling NL-0004711, onderdeel 90.210-334-0.", "Invoice INV-2026-03-000417, PO 4500012345.",
        "Tracking 9400 1118 9956 3824 2816 74 by post.", "Model QE65QN95BATXXC, firmware 1504.5.", "The laptop is an 82YM005SGE-ND with a 2TB MZVL22T0HBLB disk.", "RTX-4070-Ti-SUPER-16G-GDDR6X is in stock.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.", ".a{margin:0;padding:4px 8px}.b-12{color:#1a2b3c;transform:translate3d(0,0,0)}",
        "!function(e,t){e.x=t(1),e.y2=t(2)}(window,function(n){return n*n});", "Pay by link: https://buy.shopwell.com/5kA8wQ2mR7pL3nZ9", "src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk" + Token + Token + "/q9wSg==\"",
        "I need help cancelling purchase 00077226.", "Please call me about order 846998704029.", "Your parcel is registered under 846998704029.", "The portable charger, item 1234567890, is in stock.",
        "Rufen Sie mich wegen Auftrag 00441234567 an.", "Llámame por el pedido 00441234567.", "Appelez-moi pour la commande 00441234567.", "Chiamami per l'ordine 00441234567.",
        "Me ligue sobre a encomenda 00441234567.", "Bel me over bestelling 00441234567.", "Boarding pass: QX7K2M", "Day pass: Adult2026", "Log in with your e-mail / password pair.",
        "Credentials: username/password", "Identifiants : votre adresse e-mail / votre mot de passe", "The release checksum is " + Digits64[..32] + ".", "The file is sales_report-2026-10-09.xlsx.",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "GTIN 04006381333931, ASIN B0C7SGJ6XL.", "Chassis WBA3A5C51CF256551, plate M-AB 1234.",
    ];

    private const string Token = "q7Wz2KdR9xLm" + "4TvB8nYc5HgJ3pSf6";
}
