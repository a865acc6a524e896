using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Records;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Text;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Policies;

public sealed class PolicyCompilerTests
{
    [Fact]
    public void Compile_NothingButATenant_TakesEveryDefault()
    {
        var policy = Compile("tenant: t");

        policy.ShouldSatisfyAllConditions(
            () => policy.Tenant.ShouldBe("t"),
            () => policy.Sector.ShouldBe(Sector.Services),
            () => policy.Language.ShouldBe(Language.En),
            () => policy.TimeZone.ShouldBe(TimeZoneInfo.Utc),
            () => policy.AutopilotLevel.ShouldBe(1),
            () => policy.Enforcement.ShouldBe(Enforcement.Enforce),
            () => policy.Strikes.ShouldBeNull(),
            () => policy.ActiveHours.ShouldBeNull(),
            () => policy.Limits.ShouldBeEmpty(),
            () => policy.Budgets.ShouldBeEmpty(),
            () => policy.Tools.ShouldBeEmpty(),
            () => policy.Reviews.ShouldBeEmpty(),
            () => policy.Input.ShouldBe(new InputRules()),
            () => policy.ApprovalExpiryMs.ShouldBe(86_400_000),
            () => policy.Records.ShouldBe(new RecordRules()),
            () => policy.Escalation.Approvals.ShouldBe(2));
    }

    [Fact]
    public void Compile_ScalarsOfTheDocument_AreRead()
    {
        var policy = Compile("""
            tenant: t
            sector: fintech
            locale: pt-BR
            time_zone: Europe/Lisbon
            persona: { name: Ana, refusal: "Não posso." }
            autopilot: { level: 3 }
            departments: { u-17: marketing }
            escalation: { approvals: 3, roles: [admin], notify: ["role:admin", "webhook:https://hooks.example/a"] }
            approvals: { expire_after: 90m }
            records: { capture: interventions, plain_allow: keep, retain: 30d }
            """);

        policy.ShouldSatisfyAllConditions(
            () => policy.Sector.ShouldBe(Sector.Fintech),
            () => policy.Language.ShouldBe(Language.Pt),
            () => policy.TimeZone.Id.ShouldBe("Europe/Lisbon"),
            () => policy.Persona.ShouldBe(new Persona("Ana", "Não posso.")),
            () => policy.AutopilotLevel.ShouldBe(3),
            () => policy.Departments["u-17"].ShouldBe("marketing"),
            () => policy.Escalation.Approvals.ShouldBe(3),
            () => policy.Escalation.Roles.ShouldBe(["admin"]),
            () => policy.Escalation.Notify.Length.ShouldBe(2),
            () => policy.ApprovalExpiryMs.ShouldBe(90 * 60_000),
            () => policy.Records.ShouldBe(new RecordRules { Capture = CaptureRule.Interventions, PlainAllow = PlainAllowRule.Keep, RetainMs = 30L * 86_400_000 }));
    }

    [Fact]
    public void Compile_InputAndStrikes_AreRead()
    {
        var policy = Compile("""
            tenant: t
            input:
              max_chars: 500
              min_chars: 3
              duplicates: { within: 0s, max_repeats: 2, enforcement: monitor }
              injection: { deny_at: 0.8, flag_at: 0.4 }
              abuse: flag
              words_enforcement: monitor
            strikes: { per: user_id, counts: [injection, duplicate], block_at: 5, forget_after: 2h, block_for: 30m, when_missing: skip, outage: allow }
            """);

        policy.Input.ShouldBe(new InputRules
        {
            MaxChars = 500,
            MinChars = 3,
            DuplicateWithinMs = 0,
            DuplicateMaxRepeats = 2,
            DuplicateEnforcement = Enforcement.Monitor,
            DenyAt = 0.8,
            FlagAt = 0.4,
            Abuse = AbuseRule.Flag,
            WordsEnforcement = Enforcement.Monitor,
        });
        policy.Strikes.ShouldBe(new StrikeRules
        {
            Per = new Descriptor(DescriptorSource.UserId),
            Counts = StrikeCause.Injection | StrikeCause.Duplicate,
            BlockAt = 5,
            ForgetAfterMs = 7_200_000,
            BlockForMs = 1_800_000,
            WhenMissing = WhenMissing.Skip,
            Outage = OutageRule.Allow,
        });
    }

    [Fact]
    public void Compile_Limits_AreRead()
    {
        var limits = Compile("""
            tenant: t
            tools: { pay: { arguments: { type: object } } }
            limits:
              - { name: a, per: client_ip, rate: 60/1m }
              - { name: b, per: tenant, rate: 1000/day }
              - { name: c, per: user_id, rate: 20/10s, algorithm: gcra, burst: 6, count_denied: true, refund: true, applies_to: [input, tool_call], when_missing: deny, outage: deny, enforcement: monitor }
              - { name: d, per: "argument:/account/id", rate: 5/month }
            """).Limits;

        limits[0].ShouldBe(new RateRule { Name = "a", Per = new Descriptor(DescriptorSource.ClientIp), Rate = 60, WindowMs = 60_000 });
        limits[1].ShouldBe(new RateRule { Name = "b", Per = new Descriptor(DescriptorSource.Tenant), Rate = 1000, WindowMs = 86_400_000, Algorithm = RateAlgorithm.Fixed, Calendar = CalendarUnit.Day });
        limits[2].ShouldBe(new RateRule
        {
            Name = "c",
            Per = new Descriptor(DescriptorSource.UserId),
            Rate = 20,
            WindowMs = 10_000,
            Algorithm = RateAlgorithm.Gcra,
            Burst = 6,
            CountDenied = true,
            Refund = true,
            On = LimitedCheck.Input | LimitedCheck.ToolCall,
            WhenMissing = WhenMissing.Deny,
            Outage = OutageRule.Deny,
            Enforcement = Enforcement.Monitor,
        });
        limits[3].Per.Source.ShouldBe(DescriptorSource.Argument);
        limits[3].Per.Pointer.ShouldBe("/account/id");
        limits[3].On.ShouldBe(LimitedCheck.ToolCall);
        limits[3].Calendar.ShouldBe(CalendarUnit.Month);
    }

    [Theory]
    [InlineData("unit: credits, cap: 5000", 5_000_000_000)]
    [InlineData("unit: credits, cap: 0.000001", 1)]
    [InlineData("unit: credits, cap: 0.1", 100_000)]
    [InlineData("unit: credits, cap: 0.300000", 300_000)]
    [InlineData("unit: credits, cap: 9007199254.740991", Amount.Greatest)]
    [InlineData("unit: tokens, cap: 2000000", 2_000_000)]
    [InlineData("unit: tokens, cap: 9007199254740991", Amount.Greatest)]
    [InlineData("unit: tokens, cap: 12.0", 12)]
    public void Compile_Cap_IsCountedExactly(string budget, long cap) =>
        Compile($"tenant: t\nbudgets: [{{ name: a, window: day, {budget} }}]").Budgets[0].Cap.ShouldBe(cap);

    [Theory]
    [InlineData("window: day, cap: 1", Reason.DailyBudgetExhausted)]
    [InlineData("window: month, cap: 1", Reason.BudgetExhausted)]
    [InlineData("window: day, cap: 1, per: department", Reason.DepartmentBudgetExhausted)]
    [InlineData("window: total, cap: 1, per: argument:/campaign_id", Reason.CampaignBudgetCap)]
    [InlineData("window: day, cap: 1, per: user_id", Reason.BudgetExhausted)]
    public void Compile_Budget_GivesTheReasonOfItsKind(string budget, Reason reason) =>
        Compile($"tenant: t\ntools: {{ x: {{ arguments: {{ type: object }} }} }}\nbudgets: [{{ name: a, unit: credits, {budget} }}]").Budgets[0].Reason.ShouldBe(reason);

    [Fact]
    public void Compile_BudgetPoints_AreThousandths()
    {
        var budget = Compile("""
            tenant: t
            budgets:
              - { name: a, unit: credits, window: month, per: department, caps: { marketing: 20000, sales: 0.5 }, warn_at: 0.7, approve_at: 0.855, deny_at: 0.999, when_missing: skip, outage: local }
            """).Budgets[0];

        budget.ShouldSatisfyAllConditions(
            () => budget.WarnAt.ShouldBe(700),
            () => budget.ApproveAt.ShouldBe(855),
            () => budget.DenyAt.ShouldBe(999),
            () => budget.Cap.ShouldBeNull(),
            () => budget.CapOf("marketing").ShouldBe(20_000_000_000),
            () => budget.CapOf("sales").ShouldBe(500_000),
            () => budget.CapOf("other").ShouldBeNull(),
            () => budget.WhenMissing.ShouldBe(WhenMissing.Skip),
            () => budget.Outage.ShouldBe(OutageRule.Local));
    }

    [Fact]
    public void Compile_ActiveHours_AreMinutesOfEachDay()
    {
        var hours = Compile("tenant: t\nactive_hours: { mon-thu: \"07:30-12:30, 14:00-18:30\", fri: \"00:00-24:00\", sat-sun: \"10:00-11:00\", outside: escalate }").ActiveHours!;

        hours.Outside.ShouldBe(Verdict.Escalate);
        hours.Days[(int)DayOfWeek.Wednesday].ShouldBe([new MinuteRange(450, 750), new MinuteRange(840, 1110)]);
        hours.Days[(int)DayOfWeek.Friday].ShouldBe([new MinuteRange(0, 1440)]);
        hours.Days[(int)DayOfWeek.Sunday].ShouldBe([new MinuteRange(600, 660)]);
        hours.Contains(new DateTimeOffset(2026, 6, 3, 12, 29, 0, TimeSpan.Zero), TimeZoneInfo.Utc).ShouldBeTrue();
        hours.Contains(new DateTimeOffset(2026, 6, 3, 12, 30, 0, TimeSpan.Zero), TimeZoneInfo.Utc).ShouldBeFalse();
    }

    [Fact]
    public void Compile_Tool_IsRead()
    {
        var tool = Compile("""
            tenant: t
            departments: { pay: billing }
            tools:
              pay:
                description: Pays.
                level: 3
                modes: [copilot]
                kind: billing
                risk: critical
                side_effect: external
                cost: { credits: 2.5, tokens: 100 }
                subject: /order
                money: [/amount]
                arguments:
                  type: object
                  properties: { order: { type: string }, amount: { type: number, maximum: 1e2, multipleOf: 0.10 } }
            """).Tools["pay"];

        tool.ShouldSatisfyAllConditions(
            () => tool.Name.ShouldBe("pay"),
            () => tool.Description.ShouldBe("Pays."),
            () => tool.Level.ShouldBe(3),
            () => tool.Allows(CallMode.Copilot).ShouldBeTrue(),
            () => tool.Allows(CallMode.Autopilot).ShouldBeFalse(),
            () => tool.Kind.ShouldBe(ToolKind.Billing),
            () => tool.Risk.ShouldBe(RiskLevel.Critical),
            () => tool.SideEffect.ShouldBe(SideEffect.External),
            () => tool.Cost.ShouldBe([new Amount("credits", 2_500_000), new Amount("tokens", 100)]),
            () => tool.Subject.ShouldBe("/order"),
            () => tool.Money.ShouldBe(["/amount"]),
            () => tool.Department.ShouldBe("billing"),
            () => System.Text.Encoding.UTF8.GetString(tool.ArgumentsJson.Span).ShouldBe("""{"type":"object","properties":{"order":{"type":"string"},"amount":{"type":"number","maximum":1e2,"multipleOf":0.10}}}"""));
    }

    [Fact]
    public void Compile_Output_BecomesFields()
    {
        var output = Compile("""
            tenant: t
            tools:
              search:
                arguments: { type: object }
                output:
                  status: string
                  total: { type: number, trust: reference }
                  note: { type: string, max_chars: 80 }
                  tags: { list: string, max: 5, max_chars: 10, trust: reference }
                  products: { list: { type: string, price: number, made: { object: { country: string } } }, max: 7 }
            """).Tools["search"].Output;

        output.Type.ShouldBe(OutputType.Object);
        output.Fields["status"].ShouldSatisfyAllConditions(status => status.Type.ShouldBe(OutputType.String), status => status.MaxChars.ShouldBe(500), status => status.Trust.ShouldBe(OutputTrust.Data));
        output.Fields["total"].Trust.ShouldBe(OutputTrust.Reference);
        output.Fields["note"].MaxChars.ShouldBe(80);
        output.Fields["tags"].ShouldSatisfyAllConditions(
            tags => tags.Type.ShouldBe(OutputType.List),
            tags => tags.Max.ShouldBe(5),
            tags => tags.Item!.Type.ShouldBe(OutputType.String),
            tags => tags.Item!.MaxChars.ShouldBe(10),
            tags => tags.Item!.Trust.ShouldBe(OutputTrust.Reference));
        var products = output.Fields["products"];
        products.Max.ShouldBe(7);
        products.Item!.Fields.Keys.ShouldBe(["type", "price", "made"], ignoreOrder: true);
        products.Item.Fields["made"].Fields["country"].Type.ShouldBe(OutputType.String);
    }

    [Fact]
    public void Compile_ToolWithoutOutput_ShowsNothing() =>
        Compile("tenant: t\ntools: { x: { arguments: { type: object } } }").Tools["x"].Output.ShouldBe(OutputField.Nothing);

    [Fact]
    public void Compile_Reviews_AreRead()
    {
        var reviews = Compile("""
            tenant: t
            reviews:
              - { name: legal, when: { kinds: [review_contract] }, unless: { done: legal_review }, verdict: escalate }
              - { name: finance, when: { money_above: 1000 }, enforcement: monitor }
              - { name: clinical, when: { mode: autopilot }, reason: legal_review, unless: { any: [{ done: legal_review }, { kinds: [analyze] }] } }
            """).Reviews;

        reviews[0].ShouldSatisfyAllConditions(
            legal => legal.Reason.ShouldBe(Reason.LegalReview),
            legal => legal.UnlessDone.ShouldBe("legal_review"),
            legal => legal.Unless.ShouldBeNull(),
            legal => legal.Verdict.ShouldBe(Verdict.Escalate));
        reviews[1].ShouldSatisfyAllConditions(
            finance => finance.Reason.ShouldBe(Reason.FinanceReview),
            finance => finance.Verdict.ShouldBe(Verdict.RequireApproval),
            finance => finance.Enforcement.ShouldBe(Enforcement.Monitor));
        reviews[2].ShouldSatisfyAllConditions(
            clinical => clinical.Reason.ShouldBe(Reason.LegalReview),
            clinical => clinical.UnlessDone.ShouldBe("legal_review"),
            clinical => clinical.Unless.ShouldNotBeNull());
    }

    [Theory]
    [InlineData("", PiiKinds.Card | PiiKinds.Iban)]
    [InlineData("pii: []", PiiKinds.None)]
    [InlineData("pii: [email, phone, address]", PiiKinds.Email | PiiKinds.Phone | PiiKinds.Address)]
    public void Compile_PersonalData_IsWhatTheDetectorLooksFor(string key, PiiKinds kinds) =>
        Compile($"tenant: t\noutput: {{ {key} }}").Leaks.Pii.ShouldBe(kinds);

    [Fact]
    public void Compile_AllowedId_MatchesWholeIdentifiersOnly()
    {
        var id = Compile("tenant: t\noutput: { allowed_ids: ['ORD-\\d{6}|X'] }").Output.AllowedIds[0];

        id.IsMatch("ORD-123456").ShouldBeTrue();
        id.IsMatch("X").ShouldBeTrue();
        id.IsMatch("ORD-1234567").ShouldBeFalse();
        id.IsMatch("aX").ShouldBeFalse();
    }

    [Fact]
    public void Compile_TenantInMonitor_EveryRuleThatSaysNothingIsToo()
    {
        var policy = Compile("""
            tenant: t
            enforcement: monitor
            input: { injection: { enforcement: enforce } }
            strikes: {}
            limits: [{ name: a, per: tenant, rate: 1/1s }, { name: b, per: tenant, rate: 1/1s, enforcement: enforce }]
            budgets: [{ name: a, unit: credits, window: day, cap: 1 }]
            active_hours: { mon: "08:00-09:00" }
            reviews: [{ name: a, when: { mode: copilot } }]
            """);

        policy.ShouldSatisfyAllConditions(
            () => policy.Input.InjectionEnforcement.ShouldBe(Enforcement.Enforce),
            () => policy.Input.DuplicateEnforcement.ShouldBe(Enforcement.Monitor),
            () => policy.Input.ShapeEnforcement.ShouldBe(Enforcement.Monitor),
            () => policy.Strikes!.Enforcement.ShouldBe(Enforcement.Monitor),
            () => policy.Limits.Select(limit => limit.Enforcement).ShouldBe([Enforcement.Monitor, Enforcement.Enforce]),
            () => policy.Budgets[0].Enforcement.ShouldBe(Enforcement.Monitor),
            () => policy.ActiveHours!.Enforcement.ShouldBe(Enforcement.Monitor),
            () => policy.Reviews[0].Enforcement.ShouldBe(Enforcement.Monitor),
            () => policy.Output.LeakEnforcement.ShouldBe(Enforcement.Monitor));
    }

    [Theory]
    [InlineData("tenant: t\nsector: logistics", "sector", "logistics has no rules of its own")]
    [InlineData("tenant: t\ntools: { x: { level: 2, modes: [autopilot], arguments: { type: object } } }", "tools.x", "can never be used")]
    [InlineData("tenant: t\ntools: { x: { cost: { credits: 1 }, arguments: { type: object } } }", "tools.x", "costs credits, which no budget counts")]
    [InlineData("tenant: t\ntools: { x: {} }", "tools.x", "has no arguments schema")]
    public void Compile_ValidButHardlyMeant_Warns(string document, string path, string problem)
    {
        var compilation = new PolicyCompiler().Compile(PolicySources.Of("t", document));

        compilation.Errors.ShouldBeEmpty();
        compilation.Snapshot.ShouldNotBeNull();
        compilation.Warnings.ShouldContain(warning => warning.Path == path && warning.Problem.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Compile_NotATenantId_IsTheFoldersFault() =>
        new PolicyCompiler().Compile(PolicySources.Of("Acme Corp", "tenant: t")).Errors.Single().Problem.ShouldStartWith("the folder's name must be");

    private static PolicySnapshot Compile(string document)
    {
        var compilation = new PolicyCompiler().Compile(PolicySources.Of("t", document));
        compilation.Errors.ShouldBeEmpty();
        return compilation.Snapshot.ShouldNotBeNull();
    }
}
