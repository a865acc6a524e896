using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Tenants;
using AiDesk.Policy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace AiDesk.Agent.Pages.Budgets;

/// <summary>How budgets, rate limits and strikes stand, as the policy service counts them.</summary>
internal static class BudgetPages
{
    private const int DescriptorLimit = 256;

    public static PageRoute[] Routes { get; } = [PageRoute.Get("/budgets", PageRoute.Staff, ShowAsync)];

    private static async Task<PageAnswer> ShowAsync(PageRequest request)
    {
        var descriptor = request.Query("id").Trim();
        if (descriptor.Length > DescriptorLimit)
        {
            throw DeskException.Invalid("id", "has more than 256 characters");
        }

        return PageAnswer.View<BudgetsPage, BudgetsModel>(request.Frame["nav.budgets"], await ModelAsync(request, descriptor).ConfigureAwait(false));
    }

    /// <summary>That the policy service is away is something to be shown, and no error of the page.</summary>
    private static async Task<BudgetsModel> ModelAsync(PageRequest request, string descriptor)
    {
        var desk = request.Get<PolicyDesk>();
        try
        {
            var usage = desk.UsageAsync(request.Caller, "", request.Aborted);
            var strikes = await desk.StrikesAsync(request.Caller, descriptor, request.Aborted).ConfigureAwait(false);
            var whole = await usage.ConfigureAwait(false);
            return new BudgetsModel(false, whole.Frozen, Budgets(whole), Rates(whole), strikes.BlockAt, descriptor.Length == 0 ? null : await AskedAsync(request, desk, descriptor, strikes).ConfigureAwait(false));
        }
        catch (RpcException) when (!request.Aborted.IsCancellationRequested)
        {
            return BudgetsModel.Away;
        }
    }

    private static async Task<AskedUsage> AskedAsync(PageRequest request, PolicyDesk desk, string descriptor, GetStrikesResponse strikes)
    {
        var usage = await desk.UsageAsync(request.Caller, descriptor, request.Aborted).ConfigureAwait(false);
        return new AskedUsage(descriptor, Budgets(usage), Rates(usage), strikes.Strikes, TimeOf(strikes.BlockedUntil));
    }

    private static IReadOnlyList<BudgetLine> Budgets(GetUsageResponse usage) =>
    [
        .. usage.Budgets.Select(budget => new BudgetLine(
            budget.Name, budget.Unit, budget.Per, budget.Descriptor_, budget.Committed, budget.Reserved, budget.Cap, budget.WarnAt, budget.ApproveAt, budget.DenyAt,
            budget.Window, TimeOf(budget.WindowEnd), budget.Monitored)),
    ];

    private static IReadOnlyList<RateLine> Rates(GetUsageResponse usage) =>
    [
        .. usage.Rates.Select(rate => new RateLine(rate.Name, rate.Per, rate.Descriptor_, rate.Used, rate.Remaining, rate.Limit, rate.Window.ToTimeSpan(), TimeOf(rate.ResetTime), rate.Monitored)),
    ];

    private static DateTimeOffset? TimeOf(Timestamp? time) => time?.ToDateTimeOffset();
}
