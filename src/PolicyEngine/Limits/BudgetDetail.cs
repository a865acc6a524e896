using System.Globalization;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

/// <summary>What an operator reads about a budget, as "Campaign budget cap reached (905/1000 credits)".</summary>
internal static class BudgetDetail
{
    private const decimal MicroCredits = 1_000_000m;

    public static string Of(in CounterOperation operation, in CounterReading reading)
    {
        var what = operation.Budget!.Reason switch
        {
            Reason.DailyBudgetExhausted => "Daily budget",
            Reason.CampaignBudgetCap => "Campaign budget",
            Reason.DepartmentBudgetExhausted => "Department budget",
            _ => $"Budget {operation.Name}",
        };
        var state = reading.State switch
        {
            CounterState.Over => "cap reached",
            CounterState.Approve => "approval point reached",
            _ => "warning point reached",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{what} {state} ({Show(reading.Used, operation)}/{Show(operation.Cap, operation)} {operation.Budget.Unit})");
    }

    private static string Show(long amount, in CounterOperation operation) =>
        operation.Budget!.Unit == "credits"
            ? (amount / MicroCredits).ToString("0.######", CultureInfo.InvariantCulture)
            : amount.ToString(CultureInfo.InvariantCulture);
}
