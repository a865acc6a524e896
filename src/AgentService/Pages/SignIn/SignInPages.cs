using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.SignIn;

/// <summary>Signing in with the CRM's token, signing out, and what a person prefers. In Development the demo tenants' people sign in with one press.</summary>
internal static class SignInPages
{
    public static PageRoute[] Routes { get; } =
    [
        PageRoute.Get("/sign-in", PrincipalRoles.None, request => Task.FromResult(Form(request, "", StatusCodes.Status200OK))),
        PageRoute.Post("/sign-in", PrincipalRoles.None, SignInAsync) with { IsFromAnotherSite = true },
        PageRoute.Post("/sign-out", PrincipalRoles.None, SignOutAsync),
        PageRoute.Post("/preferences", PrincipalRoles.None, PreferAsync),
    ];

    private static PageAnswer Form(PageRequest request, string problem, int status) => PageAnswer.View<SignInPage, SignInModel>(
        request.Frame["signIn.title"],
        new SignInModel(LocalPath.Or(Wanted(request), "/"), problem, OffersPeople(request) ? DevelopmentPeople.All : []),
        status);

    private static async Task<PageAnswer> SignInAsync(PageRequest request)
    {
        var token = request.Form("person") is { Length: > 0 } person ? DevelopmentToken(request, person) : request.Form("token").Trim();
        if (token.Length == 0)
        {
            return Form(request, request.Frame["signIn.tokenMissing"], StatusCodes.Status400BadRequest);
        }

        if (token.Length > PageSession.TokenLimit)
        {
            return Form(request, request.Frame["signIn.tokenLong", PageSession.TokenLimit], StatusCodes.Status400BadRequest);
        }

        try
        {
            await request.Get<DeskIdentity>().IdentifyAsync(request.Http, token.AsMemory(), PageRoute.Everybody, request.Aborted).ConfigureAwait(false);
        }
        catch (DeskException fault) when (fault.Reason is ErrorReason.TokenInvalid or ErrorReason.RoleRequired)
        {
            return Form(request, request.Frame["signIn.tokenRefused", fault.Message], StatusCodes.Status401Unauthorized);
        }

        request.Get<PageSession>().Begin(request.Http, token, request.Http.Features.Get<Principal>()!.ExpiresAt);
        return PageAnswer.Redirect(LocalPath.Or(request.Form("return"), "/"));
    }

    private static Task<PageAnswer> SignOutAsync(PageRequest request)
    {
        PageSession.End(request.Http);
        return Task.FromResult(PageAnswer.Redirect("/sign-in", "signedOut"));
    }

    private static Task<PageAnswer> PreferAsync(PageRequest request)
    {
        PagePreferences.Keep(request.Http, request.Form("language"), request.Form("theme"));
        return Task.FromResult(PageAnswer.Redirect(LocalPath.Or(request.Form("return"), "/")));
    }

    private static string DevelopmentToken(PageRequest request, string person) =>
        OffersPeople(request) ? DevelopmentPeople.Token(request, person) : throw DeskException.NotFound();

    private static bool OffersPeople(PageRequest request) => request.Get<AgentServiceOptions>().Development && SiteOrigin.IsThisMachine(request.Http.Request);

    private static string Wanted(PageRequest request) => request.Form("return") is { Length: > 0 } sent ? sent : request.Query("return");
}
