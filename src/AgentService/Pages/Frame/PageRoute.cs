using AiDesk.Identity;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>One address of the page: who may come there, and what answers. Forms are POST, and a POST ends with a redirect or with the page that says why it did not.</summary>
/// <param name="Verb">GET or POST.</param>
/// <param name="Path">Names in braces are <see cref="PageRequest.Route"/>.</param>
/// <param name="Roles">Any of them; None for everybody, signed in or not.</param>
/// <param name="AnswerAsync">Throws <see cref="Tenants.DeskException"/> for what the frame then says in words.</param>
internal sealed record PageRoute(string Verb, string Path, PrincipalRoles Roles, Func<PageRequest, Task<PageAnswer>> AnswerAsync)
{
    /// <summary>The CRM's page may send this form: what it carries proves itself.</summary>
    public bool IsFromAnotherSite { get; init; }

    public const PrincipalRoles Staff = PrincipalRoles.Agent | PrincipalRoles.Approver | PrincipalRoles.Admin;
    public const PrincipalRoles Deciders = PrincipalRoles.Approver | PrincipalRoles.Admin;
    public const PrincipalRoles Everybody = Staff | PrincipalRoles.Customer;

    public static PageRoute Get(string path, PrincipalRoles roles, Func<PageRequest, Task<PageAnswer>> answer) => new(HttpMethods.Get, path, roles, answer);

    public static PageRoute Post(string path, PrincipalRoles roles, Func<PageRequest, Task<PageAnswer>> answer) => new(HttpMethods.Post, path, roles, answer);
}
