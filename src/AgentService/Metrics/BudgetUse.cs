using AiDesk.Agent.Policy;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Agent.Metrics;

/// <summary>How far budgets are used now, as the policy service counts them: <c>budget_use</c>, by budget and what it is counted by.</summary>
internal sealed class BudgetUse(PolicyConnection policy)
{
    public const string Name = "budget_use";

    /// <summary>Without data when the policy service does not answer: the rest of the dashboard is worth showing all the same.</summary>
    public async Task<IEnumerable<Metric>> ReadAsync(DeskCaller caller, CancellationToken cancellationToken)
    {
        try
        {
            var usage = await policy.Admin.GetUsageAsync(new GetUsageRequest(), policy.For(caller.Tenant, "desk", PrincipalRoles.Admin, cancellationToken)).ResponseAsync.ConfigureAwait(false);
            return usage.Budgets.Where(budget => budget.Cap > 0).Select(Of);
        }
        catch (RpcException)
        {
            return [new Metric { Name = Name, Unit = "share", Value = new MetricValue() }];
        }
    }

    private static Metric Of(BudgetUsage budget)
    {
        var metric = new Metric { Name = Name, Unit = "share", Value = new MetricValue { N = 1, Value = (budget.Committed + budget.Reserved) / (double)budget.Cap } };
        metric.Labels["budget"] = budget.Name;
        metric.Labels["unit"] = budget.Unit;
        if (budget.Descriptor_.Length > 0)
        {
            metric.Labels["descriptor"] = budget.Descriptor_;
        }

        return metric;
    }
}
