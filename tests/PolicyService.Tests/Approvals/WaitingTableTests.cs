using AiDesk.Policy.Service.Approvals;

namespace AiDesk.Policy.Service.Tests.Approvals;

/// <summary>What the table keeps when it is used for long.</summary>
public sealed class WaitingTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Lapsed_ManyComeAndGoBeforeItIsAsked_NoneIsLostAndNoneComesTwice()
    {
        var table = new WaitingTable<PostReview>(100, 100, TimeSpan.FromDays(1));
        var gone = Review(Start.AddHours(1));
        var kept = Review(Start.AddHours(48));
        var open = Review(Start.AddDays(30));
        table.Add(gone);
        table.Add(kept);
        table.Add(open);
        table.Evict(Start.AddHours(49));
        for (var i = 0; i < 3_000; i++)
        {
            var passing = Review(Start.AddDays(40));
            table.Add(passing);
            table.Remove(passing.Tenant, passing.DecisionId);
        }

        table.Contains(gone.Tenant, gone.DecisionId).ShouldBeFalse();
        table.Lapsed(Start.AddHours(49)).ShouldBe([gone, kept]);
        table.Told(2);
        table.Lapsed(Start.AddDays(31)).ShouldBe([open]);
        table.Count.ShouldBe(2);
    }

    private static PostReview Review(DateTimeOffset expires) => new()
    {
        DecisionId = Guid.CreateVersion7(), Tenant = "acme", AskedBy = "bot", OpenedAt = Start, ExpiresAt = expires,
    };
}
