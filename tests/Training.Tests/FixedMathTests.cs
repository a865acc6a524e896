using AiDesk.Training.Fitting;

namespace AiDesk.Training.Tests;

public class FixedMathTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(-1e-9)]
    [InlineData(-0.3)]
    [InlineData(-0.6931471805599453)]
    [InlineData(-1.0)]
    [InlineData(-17.25)]
    [InlineData(-300.5)]
    [InlineData(-699.0)]
    public void Exp_NotPositive_IsTheExponential(double x) => FixedMath.Exp(x).ShouldBe(Math.Exp(x), Math.Exp(x) * 1e-13);

    [Fact]
    public void Exp_FarBelow_IsZero() => FixedMath.Exp(-701).ShouldBe(0);

    [Theory]
    [InlineData(-40.0)]
    [InlineData(-2.0)]
    [InlineData(0.0)]
    [InlineData(3.5)]
    [InlineData(1000.0)]
    public void Logistic_Any_IsBetweenZeroAndOne(double x) => FixedMath.Logistic(x).ShouldBe(1 / (1 + Math.Exp(-x)), 1e-13);

    [Theory]
    [InlineData(9.0)]
    [InlineData(1.5)]
    [InlineData(1.0)]
    [InlineData(0.01)]
    public void Log_Positive_IsTheLogarithm(double x) => FixedMath.Log(x).ShouldBe(Math.Log(x), 1e-12);
}
