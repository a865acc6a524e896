using System.Security.Cryptography;
using AiDesk.Policy.Limits;
using AiDesk.Identity;
using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Tests.Security;

public sealed class SealedTokenTests
{
    private const string OldSecret = "old:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string NewSecret = "new:HxscHRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU=";
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly PresentedCall Call = new("acme", "run-1", "call-1", "send_message");
    private readonly DecisionTokens _decisions = new(KeyRing.Parse(OldSecret));
    private readonly ReservationTokens _reservations = new(KeyRing.Parse(OldSecret));

    [Fact]
    public void Verify_GoodToken_GivesTheGrant()
    {
        var grant = Grant();
        var token = _decisions.Create(grant)!;

        _decisions.Verify(token, Call, Hash("{}"), Now, out var read).ShouldBe(DecisionTokenState.Valid);
        (read! with { ArgumentsHash = grant.ArgumentsHash }).ShouldBe(grant);
        read.ArgumentsHash.ToArray().ShouldBe(grant.ArgumentsHash.ToArray());
    }

    public static TheoryData<string, string, string, string, string> OtherCalls => new()
    {
        { "globex", "run-1", "call-1", "send_message", "{}" },
        { "acme", "run-2", "call-1", "send_message", "{}" },
        { "acme", "run-1", "call-2", "send_message", "{}" },
        { "acme", "run-1", "call-1", "delete_all", "{}" },
        { "acme", "run-1", "call-1", "send_message", "{\"a\":1}" },
        { "acme", "run-1call-1", "", "send_message", "{}" },
    };

    [Theory]
    [MemberData(nameof(OtherCalls))]
    public void Verify_OtherCall_IsAMismatchThatTellsNothing(string tenant, string run, string call, string tool, string arguments)
    {
        var token = _decisions.Create(Grant())!;

        _decisions.Verify(token, new PresentedCall(tenant, run, call, tool), Hash(arguments), Now, out var read).ShouldBe(DecisionTokenState.Mismatch);
        read.ShouldBeNull();
    }

    [Fact]
    public void Verify_NoArgumentsPresented_IsAMismatch() =>
        _decisions.Verify(_decisions.Create(Grant())!, Call, default, Now, out _).ShouldBe(DecisionTokenState.Mismatch);

    [Fact]
    public void Verify_AtItsExpiry_IsExpired()
    {
        var token = _decisions.Create(Grant())!;

        _decisions.Verify(token, Call, Hash("{}"), Grant().ExpiresAt.AddMilliseconds(-1), out _).ShouldBe(DecisionTokenState.Valid);
        _decisions.Verify(token, Call, Hash("{}"), Grant().ExpiresAt, out var read).ShouldBe(DecisionTokenState.Expired);
        read!.DecisionId.ShouldBe(Grant().DecisionId);
    }

    [Fact]
    public void Verify_AnyCharacterChanged_IsForged()
    {
        var token = _decisions.Create(Grant())!;
        for (var index = 0; index < token.Length; index++)
        {
            var changed = token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..];
            _decisions.Verify(changed, Call, Hash("{}"), Now, out _).ShouldBe(DecisionTokenState.Forged, $"character {index}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AA")]
    [InlineData("AQ")]
    [InlineData("Af8")]
    [InlineData("not base64url!")]
    public void Verify_NoToken_IsForged(string token) => _decisions.Verify(token, Call, Hash("{}"), Now, out _).ShouldBe(DecisionTokenState.Forged);

    [Fact]
    public void Verify_LongerThanTheLimit_IsForged() =>
        _decisions.Verify(new string('A', 100_000), Call, Hash("{}"), Now, out _).ShouldBe(DecisionTokenState.Forged);

    [Fact]
    public void Verify_TokenOfAnotherKind_IsForged()
    {
        var reservation = _reservations.Create(Reservation("acme"))!;

        _decisions.Verify(reservation, Call, Hash("{}"), Now, out _).ShouldBe(DecisionTokenState.Forged);
        _reservations.Read(_decisions.Create(Grant())!, "acme").ShouldBeNull();
    }

    [Fact]
    public void Verify_KeyRotated_OverlapsUntilTheOldKeyIsTakenOut()
    {
        var token = _decisions.Create(Grant())!;
        var overlap = new DecisionTokens(KeyRing.Parse($"{NewSecret},{OldSecret}"));
        var after = new DecisionTokens(KeyRing.Parse(NewSecret));

        overlap.Verify(token, Call, Hash("{}"), Now, out _).ShouldBe(DecisionTokenState.Valid);
        after.Verify(token, Call, Hash("{}"), Now, out _).ShouldBe(DecisionTokenState.Forged);
        after.Verify(overlap.Create(Grant())!, Call, Hash("{}"), Now, out _).ShouldBe(DecisionTokenState.Valid);
    }

    [Fact]
    public void Create_MoreThanFits_GivesNone()
    {
        _decisions.Create(Grant() with { CallId = new string('c', DecisionTokens.SizeLimit) }).ShouldBeNull();
        _decisions.Create(Grant() with { ArgumentsHash = new byte[31] }).ShouldBeNull();
        _reservations.Create(Reservation("acme") with { Budgets = [.. Enumerable.Repeat(Held(new string('d', 500)), 20)] }).ShouldBeNull();
    }

    [Fact]
    public void Read_Reservation_IsTheSameForItsTenantOnly()
    {
        var reservation = Reservation("acme") with { Budgets = [Held("c-42"), Held(""), Held("ñ\0\u2028")], Rates = [Counted("s-1"), Counted("")] };
        var token = _reservations.Create(reservation)!;

        var read = _reservations.Read(token, "acme").ShouldNotBeNull();
        (read with { Budgets = [], Rates = [] }).ShouldBe(reservation with { Budgets = [], Rates = [] });
        read.Budgets.ShouldBe(reservation.Budgets);
        read.Rates.ShouldBe(reservation.Rates);
        _reservations.Read(token, "globex").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("short:AAAA")]
    [InlineData(":AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("noseparator")]
    [InlineData("spa ce:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("a:not base64 not base64 not base64 not base64 not base64")]
    public void Parse_BadKeyRing_ThrowsWithoutTheSecret(string text)
    {
        var message = Should.Throw<FormatException>(() => KeyRing.Parse(text)).Message;
        message.ShouldNotContain("AAECAwQF");
        message.ShouldNotContain("not base64 not");
    }

    private static DecisionGrant Grant() => new()
    {
        Tenant = "acme",
        DecisionId = new Guid("01930000-0000-7000-8000-000000000001"),
        RunId = "run-1",
        CallId = "call-1",
        Tool = "send_message",
        ArgumentsHash = Hash("{}"),
        ExpiresAt = Now.AddMinutes(2),
        Nonce = new Guid("01930000-0000-7000-8000-000000000002"),
        Subject = "contact-7",
        Fact = "legal_review",
    };

    private static Reservation Reservation(string tenant) => new(new Guid("01930000-0000-7000-8000-000000000003"), tenant, 1_795_176_600_000, [Held("c-42")]);

    private static HeldBudget Held(string descriptor) => new("campaign", descriptor, "credits", 0, long.MaxValue, 2_000_000, 1_000_000_000);

    private static CountedRate Counted(string descriptor) =>
        new("few", descriptor, RateAlgorithm.Gcra, 10, 60_000, 5, CalendarUnit.Day, 1_795_132_800_000, 1_795_219_200_000, 1, 1_795_176_600_000);

    private static byte[] Hash(string text) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
}
