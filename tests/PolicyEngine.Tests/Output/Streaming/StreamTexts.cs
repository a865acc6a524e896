using AiDesk.PolicyEngine.Tests.Leaks;

namespace AiDesk.Policy.Tests.Output.Streaming;

/// <summary>What replies are made of: prose, leaks of every scanner, and what looks like the beginning of one and is none.</summary>
internal static class StreamTexts
{
    public static readonly string[] Prose =
    [
        "Thank you for your message. ", "We have updated your order and it will arrive on Tuesday. ", "Please select one of the offers from the list. ", "¿Podemos ayudarle en algo más? ",
        "Ihre Bestellung ist unterwegs. ", "您的订单已经发货。请耐心等待！", "The address is on the receipt, at the top. ", "\n", "\n\n", "- first, then second\n", "Family 👩‍👩‍👧 and café́ fine. ",
        "It costs 12 or 14, whichever you like. ", "A long story short: we are sorry that it took so long, and we will make up for it as well as we can. ", "See (terms) for {more} on it. ",
        "at your service, always. ", "#1 choice of our customers\n", "Error: none. ", "Your password has expired. ",
    ];

    public static readonly string[] Leaks =
    [
        "id 3f2504e0-4f89-41d3-9a0c-0305e82c3301 here. ", "{\"order_id\": 12, \"cost\": {\"net\": 4}} ", "SELECT * FROM customers WHERE id = 4; ", "select name from users where id = 3;\n",
        "   at Acme.Orders.Load(Int32 id) in Orders.cs:line 12\n   at Acme.Desk.Run()\n", "Traceback (most recent call last):\n  File \"/srv/app/desk.py\", line 12, in run\n    load()\n\n\n\n\n\n",
        "see /etc/aidesk/policy.yaml for it. ", "duplicate key value violates unique constraint\n", "password: " + TestSecrets.Letters(14) + " ", "Authorization: Bearer " + TestSecrets.Letters(40) + ". ",
        "-----BEGIN " + "PRIVATE KEY-----\n" + TestSecrets.Letters(64) + "\n" + TestSecrets.Letters(64) + "\n-----END " + "PRIVATE KEY-----\n", "card 4111 1111 1111 1111 there. ",
        "IBAN DE89 3704 0044 0532 0130 00 is it. ", "call me at +49 151 2345 6789 today. ", "mail ada.lovelace@babbage-works.net now. ", "12 Elm Street is the place. ",
        "https://evil.example/path?q=1 ", "arn:aws:s3:eu-west-1:123456789012:bucket/key ", "recovery codes: 8d3f-91ac, 77ab-02ce, 91aa-33bb. ",
        "eyJ" + "hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + TestSecrets.Letters(43) + "." + TestSecrets.Letters(43) + " ",
    ];

    /// <summary>Beginnings whose ends do not come, or come far behind.</summary>
    public static readonly string[] Beginnings =
    [
        "{\"a\": ", "{ ", "-----BEGIN ", "update ", "eyJ", "password ", "seed phrase: ", "panic: oh no\n", "goroutine 12 ", ".go:", "/", "http://", "File \"", "\u200D", "e\u0301", "\uD83D\uDE00", "4111 ",
    ];
}
