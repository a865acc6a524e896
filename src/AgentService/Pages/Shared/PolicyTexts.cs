using AiDesk.Agent.Pages.Frame;

namespace AiDesk.Agent.Pages.Shared;

/// <summary>The policy service's names in people's words. Both may be newer than our words: then the nearest family, at last the name itself.</summary>
public static class PolicyTexts
{
    /// <param name="page">The language.</param>
    /// <param name="reason">A name of Reason without its prefix, as "LEAK".</param>
    public static string Reason(this PageFrame page, string reason) => page.Word("reason.", reason);

    /// <param name="page">The language.</param>
    /// <param name="code">As "leak.secret.openai_key": of a code without words of its own, those of "leak.secret" or "leak".</param>
    public static string Finding(this PageFrame page, string code)
    {
        for (var family = code; family.Length > 0; family = family[..Math.Max(0, family.LastIndexOf('.'))])
        {
            if (page.Has("finding." + family))
            {
                return page["finding." + family];
            }
        }

        return code;
    }
}
