using AiDesk.Agent.Pages.Frame;

namespace AiDesk.Agent.Pages.Interventions;

/// <summary>Codes of findings in words. Codes may be newer than our words: then the words of the nearest family, as "leak" for "leak.jwt".</summary>
internal static class FindingWords
{
    /// <summary>Empty where there are none for the whole family.</summary>
    public static string Of(PageFrame page, string code)
    {
        for (var family = code; family.Length > 0; family = family[..Math.Max(0, family.LastIndexOf('.'))])
        {
            if (page.Has("finding." + family))
            {
                return page["finding." + family];
            }
        }

        return "";
    }
}
