using AiDesk.Agent.Pages.Approvals;
using AiDesk.Agent.Pages.Budgets;
using AiDesk.Agent.Pages.Chat;
using AiDesk.Agent.Pages.Dashboard;
using AiDesk.Agent.Pages.Interventions;
using AiDesk.Agent.Pages.Knowledge;
using AiDesk.Agent.Pages.Policy;
using AiDesk.Agent.Pages.Runs;
using AiDesk.Agent.Pages.SignIn;
using AiDesk.Agent.Tenants;
using AiDesk.Identity;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>Every address of the site. What is not here is not there.</summary>
internal static class PageTable
{
    public static IReadOnlyList<PageRoute> All { get; } =
    [
        PageRoute.Get("/", PageRoute.Everybody, request => Task.FromResult(PageAnswer.Redirect(request.Caller.IsStaff ? "/approvals" : "/chat"))),
        .. SignInPages.Routes,
        .. ApprovalPages.Routes,
        .. RunPages.Routes,
        .. InterventionPages.Routes,
        .. KnowledgePages.Routes,
        .. DashboardPages.Routes,
        .. BudgetPages.Routes,
        .. PolicyPages.Routes,
        .. ChatPages.Routes,
    ];

    public static PageRoute Nowhere { get; } = PageRoute.Get("", PrincipalRoles.None, _ => throw DeskException.NotFound());
}
