namespace AiDesk.Agent.Pages.SignIn;

/// <param name="Return">Where to go afterwards.</param>
/// <param name="Problem">Why the last try was refused; empty on the first.</param>
/// <param name="People">Of Development; empty elsewhere.</param>
public sealed record SignInModel(string Return, string Problem, IReadOnlyList<DevelopmentPerson> People);
