using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Policies;

namespace AiDesk.PolicyEngine.Tests.Leaks;

/// <summary>Long food, full lists and characters outside the basic plane.</summary>
public class LeakLimitTests
{
    private readonly LeakScorer _scorer = new();

    public static TheoryData<string> Food =>
    [
        "a", "A", "1", " ", "-", "_", ".", "/", "\\", "\"", "{", ":", "=", "@", "#", "$", "ey", "eyJ", "sk-", "ghp_", "-----BEGIN ", "-----BEGIN PRIVATE " + "KEY-----", "://", "http://",
        "password", "password=", "key ", "secret=", "token ", "select ", "SELECT a FROM ", "\n  at a.b(", "File \"", "#0 ", "{\"a\":", "1 ", "+1 ", "DE89", "1.", "::", "a_1", "/etc/", "C:\\", "\\\\a",
        "Authorization: ", "SG.", "SG.1", "a@b.c ", "ORA-", "arn:aws", ".internal:", "recovery code 1a2b3c ", "x.y(Z.java:1)\n", "😀", "\u200B", "AKIA", ":AA", "Q~",
        "mysql -u a:b -p", "machine a.b login c ", "redential(\"a\",", ":5432:", "Private-Lines:", "<RSAKeyValue>", "seed phrase ", "seed phrase lemon ", "credentials: a/", "data:image/png;base64,",
        "password is '", "user=a password=", "ENV PASSWORD ", "https://a.b/?token=", "pw=", "order number 1",
    ];

    [Theory]
    [MemberData(nameof(Food))]
    public void Score_HalfAMegabyteOfTheSame_EndsWithPlacesInside(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
        _scorer.Score(text);
        foreach (var finding in _scorer.Findings.Items)
        {
            finding.End.ShouldBeInRange(finding.Start, text.Length);
        }
    }

    [Fact]
    public void Score_MegabytesOfBase64_EndsWithAFullListThatStillDenies()
    {
        var bytes = new byte[3_000_000];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((i * 2654435761L) >> 13);
        }

        _scorer.Score(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)).ShouldBe(Verdict.Deny);
        _scorer.Findings.Count.ShouldBe(FindingList.Limit);
        _scorer.Findings.Overflow.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Redact_BesideAstralCharacters_CutsExactly()
    {
        var secret = "ghp_" + TestSecrets.Letters(36);
        var scorer = new LeakScorer(new PolicySnapshot { Tenant = "t", Version = "0", Output = new OutputRules { OnLeak = LeakRule.Redact } });
        scorer.Score($"😀🦉 {secret}😀 and 𝒜 {secret} 🦉").ShouldBe(Verdict.AllowPostReview);
        scorer.Redacted.ShouldBe("😀🦉 […]😀 and 𝒜 […] 🦉");
    }

    [Fact]
    public void Redact_MoreThanAListHolds_IsDenied()
    {
        var scorer = new LeakScorer(new PolicySnapshot { Tenant = "t", Version = "0", Output = new OutputRules { OnLeak = LeakRule.Redact } });
        var many = string.Join(' ', Enumerable.Range(0, FindingList.Limit + 6).Select(i => $"user_{i + 1000}"));
        scorer.Score(many).ShouldBe(Verdict.Deny);
        scorer.Redacted.ShouldBeNull();
    }

    [Fact]
    public void Score_CleanText_AllocatesNothingInTheDetector()
    {
        var options = LeakScorer.EvaluationPolicy.Leaks;
        var findings = new FindingList();
        var clean = string.Join('\n', HardNegatives.All.Where(text => !text.Contains("password", StringComparison.OrdinalIgnoreCase)));
        LeakDetector.Inspect(clean, "text", options, findings);
        findings.Clear();
        LeakDetector.Inspect(clean, "text", options, findings);
        var before = GC.GetAllocatedBytesForCurrentThread();
        findings.Clear();
        LeakDetector.Inspect(clean, "text", options, findings);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
