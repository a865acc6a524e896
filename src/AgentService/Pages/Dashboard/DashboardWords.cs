using AiDesk.Agent.Pages.Frame;

namespace AiDesk.Agent.Pages.Dashboard;

/// <summary>What the dashboard calls things that models, people and policies name.</summary>
public static class DashboardWords
{
    /// <summary>A label's value in words; as it stands where there are none: intents, tools and models have names of their own.</summary>
    /// <param name="page">Whose language.</param>
    /// <param name="label">mode, level, intent, reason, prompt_version, tool, model.</param>
    /// <param name="value">Its value.</param>
    public static string Of(PageFrame page, string label, string value) => label switch
    {
        "level" => page["dashboard.level", value],
        _ when page.Has($"dashboard.{label}.{value}") => page[$"dashboard.{label}.{value}"],
        "intent" or "reason" => value.Replace('_', ' '),
        _ => value,
    };

    public static string Mode(PageFrame page, string mode, string level) => Of(page, "mode", mode) + (mode == "autopilot" ? " · " + Of(page, "level", level) : "");

    /// <summary>The change against the period before, in words: points of shares, parts of everything else.</summary>
    public static (string Arrow, string Words) Change(PageFrame page, Figure figure)
    {
        if (figure.Value is not { } now || figure.Previous is not { } before)
        {
            return ("", page["change.none"]);
        }

        var difference = figure.Unit == "share" ? Math.Round((now - before) * 100, 1) : before == 0 ? double.NaN : Math.Round((now - before) / before, 3);
        if (now == before || difference == 0)
        {
            return ("=", page["change.same"]);
        }

        var kind = figure.Unit == "seconds" ? "time" : figure.Unit == "share" ? "points" : "part";
        if (double.IsNaN(difference))
        {
            return ("▲", page["change.fromNothing"]);
        }

        var amount = figure.Unit == "share" ? page.Number(Math.Abs(difference), 1) : page.Share(Math.Abs(difference));
        return now > before ? ("▲", page[$"change.{kind}.up", amount]) : ("▼", page[$"change.{kind}.down", amount]);
    }
}
