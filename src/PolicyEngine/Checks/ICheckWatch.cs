namespace AiDesk.Policy.Checks;

/// <summary>Is told which check begins, and with it that the one before has ended: a caller that wants to know how long each took measures, as the engine has no clock.</summary>
public interface ICheckWatch
{
    void Begins(CheckKind check);
}
