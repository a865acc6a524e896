using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

public class LeakDetectorTests
{
    private readonly FindingList _findings = new();

    /// <summary>Secrets are put together here: no scanner of this repository shall find one.</summary>
    public static TheoryData<string, string, string> Secrets => new()
    {
        { "aws_key", "AKIA" + "Q3EXZ7LMNB2PKD5T", "the key is {0}." },
        { "github_token", "ghp_" + Letters(36), "token {0}" },
        { "github_token", "github_pat_" + Letters(22) + "_" + Letters(40), "{0}" },
        { "gitlab_token", "glpat-" + Letters(20), "use {0} please" },
        { "slack_token", "xoxb-" + "123456789012-123456789012-" + Letters(24), "{0}" },
        { "stripe_key", "sk_" + "live_" + Letters(24), "({0})" },
        { "google_key", "AIza" + Letters(35), "{0}" },
        { "openai_key", "sk-" + Letters(48), "{0}" },
        { "anthropic_key", "sk-" + "ant-api03-" + Letters(40), "{0}" },
        { "npm_token", "npm_" + Letters(36), "{0}" },
        { "password_hash", "$2b$" + "12$" + Letters(53), "hash {0} end" },
        { "private_key", "-----BEGIN RSA " + "PRIVATE KEY-----\n" + Letters(64) + "\n-----END RSA " + "PRIVATE KEY-----", "see\n{0}\nok" },
        { "url_credentials", "postgres://" + "desk:" + "s3cr4Wq9" + "@db.internal:5432/desk", "connect to {0} now" },
        { "named", "k7" + Letters(14), "api_key = \"{0}\"" },
        { "named", "Zx9" + "!wQ4pLm", "The password: {0}" },
        { "named", Letters(30), "Authorization: Bearer {0}" },
        { "named", Letters(44) + "==", "AccountKey={0};EndpointSuffix=core" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Inspect_Secret_IsFoundExactly(string code, string secret, string template)
    {
        var text = template.Replace("{0}", secret, StringComparison.Ordinal);
        Inspect(text);
        _findings.Count.ShouldBe(1);
        _findings[0].Code.ShouldBe("leak.secret." + code);
        text[_findings[0].Start.._findings[0].End].ShouldBe(secret);
        _findings.Severity.ShouldBe(Verdict.Deny);
        _findings.Reason.ShouldBe(Reason.Leak);
    }

    [Theory]
    [InlineData("id 123e4567-e89b-12d3-a456-426655440000.", "leak.uuid", "123e4567-e89b-12d3-a456-426655440000")]
    [InlineData("build 3b335d612137949d2f21fcc6c8c8164db7603227!", "leak.hex_id", "3b335d612137949d2f21fcc6c8c8164db7603227")]
    [InlineData("doc 507f1f77bcf86cd799439011", "leak.hex_id", "507f1f77bcf86cd799439011")]
    [InlineData("row 01ARZ3NDEKTSV4RRFFQ69G5FAV", "leak.ulid", "01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("your user mei_patel_7272 is fine", "leak.internal_id", "mei_patel_7272")]
    [InlineData("refund to gift_card_8541487", "leak.internal_id", "gift_card_8541487")]
    [InlineData("tenant_id: 7", "leak.metadata_key", "tenant_id")]
    [InlineData("I called send_message for you", "leak.tool_name", "send_message")]
    [InlineData("I used crm.lookupCustomer today", "leak.tool_name", "crm.lookupCustomer")]
    [InlineData("Here: {\"order\": 7, \"lines\": [{\"a\": \"}\"}]} done", "leak.raw_json", "{\"order\": 7, \"lines\": [{\"a\": \"}\"}]}")]
    [InlineData("I ran SELECT id, name FROM customers WHERE id = 7; and", "leak.sql", "SELECT id, name FROM customers WHERE id = 7;")]
    [InlineData("then select * from orders where x = 1", "leak.sql", "select * from orders where x = 1")]
    [InlineData("then UPDATE users SET name = 'x';", "leak.sql", "UPDATE users SET name = 'x';")]
    [InlineData("see /etc/nginx/nginx.conf for it", "leak.path", "/etc/nginx/nginx.conf")]
    [InlineData("see C:\\inetpub\\desk\\web.config, please", "leak.path", "C:\\inetpub\\desk\\web.config")]
    [InlineData("see \\\\files\\share\\a.txt", "leak.path", "\\\\files\\share\\a.txt")]
    [InlineData("pay with 4111 1111 1111 1111 now", "leak.pii.card", "4111 1111 1111 1111")]
    [InlineData("pay with 378282246310005", "leak.pii.card", "378282246310005")]
    [InlineData("to GB82 WEST 1234 5698 7654 32 please", "leak.pii.iban", "GB82 WEST 1234 5698 7654 32")]
    [InlineData("an DE89370400440532013000.", "leak.pii.iban", "DE89370400440532013000")]
    [InlineData("click https://evil.example/a?b=c.", "leak.unknown_link", "https://evil.example/a?b=c")]
    public void Inspect_Leak_IsFoundExactly(string text, string code, string place)
    {
        Inspect(text);
        _findings.Items.ToArray().Select(f => f.Code).ShouldBe([code]);
        text[_findings[0].Start.._findings[0].End].ShouldBe(place);
        _findings[0].Check.ShouldBe(CheckKind.Leaks);
    }

    [Fact]
    public void Inspect_Jwt_IsFoundExactly()
    {
        var token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0." + Letters(43);
        var text = $"Your token={token}, keep it.";
        Inspect(text);
        _findings.Count.ShouldBe(1);
        _findings[0].Code.ShouldBe("leak.jwt");
        text[_findings[0].Start.._findings[0].End].ShouldBe(token);
    }

    [Theory]
    [InlineData("dotnet", "System.InvalidOperationException: no\n   at Desk.Orders.Find(String id) in Orders.cs:line 12\n   at Desk.Api.Run()")]
    [InlineData("java", "Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat com.desk.Orders.find(Orders.java:12)\n\tat com.desk.Main.main(Main.java:3)")]
    [InlineData("python", "Traceback (most recent call last):\n  File \"/srv/desk/orders.py\", line 12, in find\n    raise KeyError(id)\n  File \"x.py\", line 3, in y")]
    [InlineData("javascript", "TypeError: x is undefined\n    at find (/srv/desk/orders.js:12:5)\n    at Object.<anonymous> (/srv/desk/main.js:3:1)")]
    [InlineData("go", "goroutine 24 [running]:\nmain.find(0x1)\n\t/srv/desk/orders.go:12 +0xd0")]
    [InlineData("php", "Stack trace:\n#0 /srv/desk/orders.php(12): find('x')\n#1 {main}")]
    [InlineData("ruby", "orders.rb:12:in `find': no such order (KeyError)\n\tfrom main.rb:3:in `<main>'")]
    [InlineData("rust", "thread 'main' panicked at src/orders.rs:12:5:\nno\nstack backtrace:\n   1: core::panicking::panic\n             at /rustc/x/panicking.rs:72:14\n   2: desk::find\n             at ./src/orders.rs:12:5")]
    public void Inspect_StackTrace_IsFoundInItsLanguage(string language, string trace)
    {
        var text = $"Sorry, something failed.\n{trace}\n\n\n\nPlease try again.";
        Inspect(text);
        _findings.Items.ToArray().ShouldContain(f => f.Code == "leak.stack_trace." + language);
        Redactor.Redact(text, _findings, "text").ShouldNotContain("orders");
    }

    [Theory]
    [InlineData("Your order #W6351682 is on its way, tracking number 846998704029.")]
    [InlineData("Ihre Bestellung ORD-014482 hat den Status delivered, Gesamtsumme 54,85 €.")]
    [InlineData("Llámanos al +34 912 345 678 o escribe a hola@tienda.example.")]
    [InlineData("Please select an item from our menu where you see the star.")]
    [InlineData("You can update your address and set a new delivery date.")]
    [InlineData("Choose a password with at least 8 characters and never share it.")]
    [InlineData("Your password: ********")]
    [InlineData("Meet us at 9/11 Home/Garden street, and/or call.")]
    [InlineData("See https://shop.example/home/garden/chairs.html?ref=1234 for more.")]
    [InlineData("Pay here: https://pay.shop.example/i/5f0c9c1e7a2b4d3c8e9f0a1b2c3d4e5f")]
    [InlineData("The card ending in 1111 was charged 24.99 EUR on 2026-03-01 at 12:30.")]
    [InlineData("The reference is 4111 1111 1111 1112.")]
    [InlineData("Look at me, I am at home at last.")]
    [InlineData("Use {name} as the placeholder, or {\"}.")]
    [InlineData("Our token of thanks: 10 % off with code SPRING2026.")]
    [InlineData("Das ist eine Donaudampfschifffahrtsgesellschaftskapitänsmütze.")]
    public void Inspect_OrdinaryReply_IsClean(string text)
    {
        Inspect(text);
        _findings.Items.ToArray().ShouldBeEmpty();
    }

    [Fact]
    public void Inspect_AllowedId_IsNoLeak()
    {
        var options = LeakOptions.Compile([new(@"ORD_\d{6}|[0-9a-f]{24}", System.Text.RegularExpressions.RegexOptions.NonBacktracking)], PromptIndex.Empty, [], [], PiiKinds.Card | PiiKinds.Iban, Verdict.Deny, false);
        LeakDetector.Inspect("507f1f77bcf86cd799439011 and 507f1f77bcf86cd79943901100", "text", options, _findings);
        _findings.Items.ToArray().Select(f => f.Start).ShouldBe([29]);
    }

    [Fact]
    public void Inspect_OptionalPersonalData_IsFoundWhenAskedFor()
    {
        var options = new LeakOptions { Pii = PiiKinds.Email | PiiKinds.Phone | PiiKinds.Address };
        LeakDetector.Inspect("mail jane.doe@mailwell.eu, call +49 171 1234567, from 10.0.0.12.", "text", options, _findings);
        _findings.Items.ToArray().Select(f => f.Code).Order(StringComparer.Ordinal).ShouldBe(["leak.pii.email", "leak.pii.ip", "leak.pii.phone"]);
    }

    private void Inspect(string text)
    {
        _findings.Clear();
        var options = LeakOptions.Compile([], PromptIndex.Empty, ["send_message", "search", "crm.lookupCustomer"], ["shop.example"], PiiKinds.Card | PiiKinds.Iban, Verdict.Deny, false);
        LeakDetector.Inspect(text, "text", options, _findings);
    }

    /// <summary>Letters and digits that look random and are always the same.</summary>
    private static string Letters(int count)
    {
        const string Alphabet = "q7Wz2KdR9xLm4TvB8nYc5HgJ3pSf6";
        return string.Concat(Enumerable.Range(0, count).Select(i => Alphabet[((i * 11) + (i / 29)) % Alphabet.Length]));
    }
}
