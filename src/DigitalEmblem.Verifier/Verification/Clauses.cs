namespace DigitalEmblem.Verifier;

/// <summary>What findings cite.</summary>
internal static class Clauses
{
    public const string Step0 = "validation, step 0";
    public const string Step2 = "validation, step 2";
    public const string Step3 = "validation, step 3";
    public const string Step4 = "validation, step 4";
    public const string Step6 = "validation, step 6";
    public const string Step7 = "validation, step 7";
}
