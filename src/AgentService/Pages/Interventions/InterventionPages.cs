using System.Globalization;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Tenants;
using AiDesk.Policy.V1;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace AiDesk.Agent.Pages.Interventions;

/// <summary>
/// What the policy did, newest first. All staff see what was stopped or held, by which rule, and what would have happened without it: they live with it, and
/// it is their own tenant's. Session, caller, and the texts that a policy captures are for admins alone, as the policy service's own administration is.
/// </summary>
internal static class InterventionPages
{
    private static readonly string[] Reasons = [.. Enum.GetValues<Reason>().Where(reason => reason is not (Reason.Unspecified or Reason.Ok)).Select(PolicyWords.Of)];

    public static PageRoute[] Routes { get; } = [PageRoute.Get("/interventions", PageRoute.Staff, ListAsync)];

    private static async Task<PageAnswer> ListAsync(PageRequest request)
    {
        var isAdmin = request.Frame.IsAdmin;
        var filter = new InterventionFilter(
            request.Query("verdict"), request.Query("reason"), request.Query("tool").Trim(), request.Query("run").Trim(), isAdmin ? request.Query("session").Trim() : "", request.Query("from"), request.Query("to"));
        var asked = new ListDecisionsRequest
        {
            Verdict = Enum.GetValues<Verdict>().FirstOrDefault(verdict => PolicyWords.Of(verdict) == filter.Verdict),
            Reason = Enum.GetValues<Reason>().FirstOrDefault(reason => PolicyWords.Of(reason) == filter.Reason),
            Tool = filter.Tool,
            RunId = filter.Run,
            SessionId = filter.Session,
            StartTime = Midnight(request.Frame, filter.From, "from", 0),
            EndTime = Midnight(request.Frame, filter.To, "to", 1),
            PageToken = request.Query("page"),
        };
        if (asked is { StartTime: { } start, EndTime: { } end } && start >= end)
        {
            throw DeskException.Invalid("to", "is before from");
        }

        var (found, next, problem) = await request.Get<InterventionFeed>().ReadAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        return PageAnswer.View<InterventionListPage, InterventionListModel>(
            request.Frame["nav.interventions"],
            new InterventionListModel([.. found.Select(decision => InterventionReading.Of(decision, isAdmin))], filter, Reasons, problem, next, asked.PageToken.Length > 0));
    }

    /// <summary>The beginning of a day in the desk's zone, or of one some days later. Null for no day. Throws FIELD_INVALID.</summary>
    private static Timestamp? Midnight(PageFrame frame, string day, string field, int later)
    {
        if (day.Length == 0)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date.Year is < 2000 or > 9000)
        {
            throw DeskException.Invalid(field, "is no day as 2026-11-21");
        }

        // Where the clock skips midnight the day begins when it goes on.
        var midnight = date.AddDays(later).ToDateTime(TimeOnly.MinValue);
        while (frame.Zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        return Timestamp.FromDateTime(TimeZoneInfo.ConvertTimeToUtc(midnight, frame.Zone));
    }
}
