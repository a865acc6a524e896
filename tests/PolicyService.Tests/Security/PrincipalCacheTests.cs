using AiDesk.Identity;

namespace AiDesk.Policy.Service.Tests.Security;

public sealed class PrincipalCacheTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Find_AfterExpiryAndSkew_Misses()
    {
        var cache = new PrincipalCache();
        cache.Add("token", Principal("a", Now), cache.Generation);

        cache.Find("token", Now + TokenTimes.ClockSkew - TimeSpan.FromSeconds(1)).ShouldNotBeNull().Tenant.ShouldBe("a");
        cache.Find("token", Now + TokenTimes.ClockSkew).ShouldBeNull();
        cache.Count.ShouldBe(0);
    }

    [Fact]
    public void Add_ManyMoreThanCapacity_StaysBoundedAndKeepsTheUsed()
    {
        var cache = new PrincipalCache(capacity: 100);
        cache.Add("used", Principal("used", Now.AddHours(1)), cache.Generation);
        for (var index = 0; index < 10_000; index++)
        {
            cache.Add($"token {index}", Principal("other", Now.AddHours(1)), cache.Generation);
            cache.Find("used", Now).ShouldNotBeNull();
            cache.Count.ShouldBeLessThanOrEqualTo(100);
        }
    }

    [Fact]
    public void Add_VerifiedBeforeClear_IsNotKept()
    {
        var cache = new PrincipalCache();
        var before = cache.Generation;
        cache.Clear();
        cache.Add("token", Principal("a", Now.AddHours(1)), before);

        cache.Find("token", Now).ShouldBeNull();
    }

    [Theory]
    [InlineData("token-é")]
    [InlineData("token-\u00e9\ud800")]
    public void Find_TextsThatDifferOnlyOutsideAscii_AreDifferent(string text)
    {
        var cache = new PrincipalCache();
        cache.Add(text, Principal("a", Now.AddHours(1)), cache.Generation);

        cache.Find(text, Now).ShouldNotBeNull();
        cache.Find("token-?", Now).ShouldBeNull();
        cache.Find("token-\ufffd", Now).ShouldBeNull();
    }

    [Fact]
    public void Find_Hit_AllocatesNothing()
    {
        var cache = new PrincipalCache();
        var token = new string('x', 700);
        cache.Add(token, Principal("a", Now.AddHours(1)), cache.Generation);

        // The compiler may allocate while it makes its code better; what a call allocates, it allocates in every round.
        Enumerable.Range(0, 50).Min(_ => AllocatedBy(() => cache.Find(token, Now))).ShouldBe(0);
    }

    private static long AllocatedBy(Func<Principal?> find)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            find();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Principal Principal(string tenant, DateTimeOffset expiresAt) =>
        new() { Tenant = tenant, Subject = "u", Roles = PrincipalRoles.Service, ExpiresAt = expiresAt, Issuer = "i" };
}
