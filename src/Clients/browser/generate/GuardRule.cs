using Kind = AiDesk.Policy.Injection.SignatureClass;

namespace AiDesk.BrowserGuard;

/// <summary>
/// One of the engine's signature rules as data: a word of <paramref name="From"/>, the nearest of <paramref name="To"/> at most <paramref name="Reach"/> words on in its
/// sentence, and what the words between them and <paramref name="Behind"/> words after add. The weights are those of SignatureRules, so that the guard's sum is at most the engine's.
/// </summary>
/// <param name="Name">Rules of one name give evidence once, the best: as a SignatureRule of the engine.</param>
/// <param name="From">Classes of the first word, any.</param>
/// <param name="To">Classes of the object, the first that fits, with the weight of the pair.</param>
/// <param name="Reach">Words between the two, at most.</param>
/// <param name="Behind">Words after the object that still count.</param>
/// <param name="Parts">What further classes add.</param>
/// <param name="Most">What the parts add at most.</param>
/// <param name="Before">What classes add that stand between the two only.</param>
/// <param name="Needs">A class without which the rule says nothing; none when there is no such class.</param>
internal sealed record GuardRule(
    string Name,
    Kind From,
    (Kind Class, double Weight)[] To,
    int Reach,
    int Behind,
    (Kind Class, double Weight)[] Parts,
    double Most = 100,
    (Kind Class, double Weight)[]? Before = null,
    Kind Needs = Kind.None)
{
    public static readonly GuardRule[] All =
    [
        new("override", Kind.Override, [(Kind.SystemPrompt, 5.4), (Kind.Instructions, 4.4)], 8, 3, [(Kind.Prior, 2.4), (Kind.All, 1.0), (Kind.Yours, 2.8)], Most: 4.4, Before: [(Kind.Mine, -2.0)]),
        new("safeguards", Kind.Override | Kind.Disable, [(Kind.Safeguards, 3.6)], 8, 1, [(Kind.Yours, 3.0), (Kind.All, 1.2), (Kind.Prior, 0.8), (Kind.Mine, -2.5)]),
        new("prompt", Kind.Reveal, [(Kind.SystemPrompt, 4.6)], 9, 5, [(Kind.Yours, 2.7), (Kind.Verbatim, 1.6), (Kind.All, 0.8), (Kind.Mine, -0.5)]),
        new("prompt", Kind.Reveal, [(Kind.Instructions, 2.2)], 8, 5, [(Kind.Yours, 2.8), (Kind.Verbatim, 2.2), (Kind.Prior, 1.0), (Kind.All, 0.6)], Needs: Kind.Yours),
        new("above", Kind.Reveal, [(Kind.AboveText, 4.4)], 6, 8, [(Kind.Verbatim, 2.8), (Kind.All, 0.6)]),
        new("persona", Kind.Become, [(Kind.Unrestricted, 5.6)], 18, 10, [(Kind.Model, 1.6), (Kind.Yours, 0.6), (Kind.Safeguards, 0.8)]),
    ];
}
