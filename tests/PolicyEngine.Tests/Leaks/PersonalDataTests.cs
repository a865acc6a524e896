using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

/// <summary>Numbers are published examples of their registries, or made up with a checksum that fits.</summary>
public class PersonalDataTests
{
    private readonly LeakScorer _scorer = new();

    [Theory]
    [InlineData("national_id", "DNI 12345678Z de Ana", "12345678Z")]
    [InlineData("national_id", "NIE X1234567L de Tom", "X1234567L")]
    [InlineData("national_id", "CIF A58818501", "A58818501")]
    [InlineData("national_id", "numéro 2 55 08 14 168 025 38 inscrit", "2 55 08 14 168 025 38")]
    [InlineData("national_id", "Steuer-ID 86095742719", "86095742719")]
    [InlineData("national_id", "Ausweisnummer T220001293", "T220001293")]
    [InlineData("national_id", "codice RSSMRA85T10A562S", "RSSMRA85T10A562S")]
    [InlineData("national_id", "NIF 123456789", "123456789")]
    [InlineData("national_id", "cartão 00000000 0 ZZ4", "00000000 0 ZZ4")]
    [InlineData("national_id", "BSN 111222333", "111222333")]
    [InlineData("national_id", "SSN 123-45-6789", "123-45-6789")]
    [InlineData("national_id", "NI number AB 12 34 56 C", "AB 12 34 56 C")]
    [InlineData("national_id", "passport number C01X00T47", "C01X00T47")]
    [InlineData("phone", "her number +49 171 1234567", "+49 171 1234567")]
    [InlineData("phone", "it is (212) 555-0147, home", "(212) 555-0147")]
    [InlineData("phone", "your mobile 0171 1234567", "0171 1234567")]
    [InlineData("phone", "su teléfono es 612 345 678", "612 345 678")]
    [InlineData("phone", "my phone is 0044 20 7946 0958", "0044 20 7946 0958")]
    [InlineData("ip", "from 93.184.216.34 today", "93.184.216.34")]
    [InlineData("ip", "from 2001:db8:85a3::8a2e:370:7334 today", "2001:db8:85a3::8a2e:370:7334")]
    [InlineData("email", "to jane.doe@mailwell.eu now", "jane.doe@mailwell.eu")]
    [InlineData("card", "card 5018 0000 0009 now", "5018 0000 0009")]
    [InlineData("iban", "IBAN FR14 2004 1010 0505 0001 3M02 606", "FR14 2004 1010 0505 0001 3M02 606")]
    public void Score_PersonalData_IsFoundExactly(string kind, string text, string place)
    {
        _scorer.Score(text);
        var found = _scorer.Findings.Items.ToArray().ShouldHaveSingleItem();
        found.Code.ShouldBe("leak.pii." + kind);
        text[found.Start..found.End].ShouldBe(place);
    }

    [Theory]
    [InlineData("DNI 12345678A")]
    [InlineData("codice RSSMRA85T10A562A")]
    [InlineData("BSN 111222334")]
    [InlineData("Steuer-ID 86095742710")]
    [InlineData("SSN 666-45-6789")]
    [InlineData("our restaurant has the phone 01223 351880")]
    [InlineData("from 127.0.0.1, ::1 and 0.0.0.0")]
    [InlineData("IBAN FR14 2004 1010 0505 0001 3M02 607")]
    public void Score_WrongChecksumOrNobodys_IsNone(string text)
    {
        _scorer.Score(text);
        _scorer.Findings.Items.ToArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("to 12 Elm Street, please", "12 Elm Street")]
    [InlineData("in der Lindenstraße 12", "Lindenstraße 12")]
    [InlineData("Calle Mayor 12, 2.º B", "Calle Mayor 12")]
    [InlineData("via Garibaldi 12 a Roma", "via Garibaldi 12")]
    [InlineData("Keizersgracht 123 in Amsterdam", "Keizersgracht 123")]
    public void Inspect_PostalAddress_IsFoundWhenAskedFor(string text, string place)
    {
        var findings = new Policy.Decisions.FindingList();
        LeakDetector.Inspect(text, "text", new LeakOptions { Pii = PiiKinds.Postal }, findings);
        var found = findings.Items.ToArray().ShouldHaveSingleItem();
        (found.Code, text[found.Start..found.End]).ShouldBe(("leak.pii.postal", place));
    }
}
