// verify-offline TOKENS CHAIN LOG-LIST ROOTS [INSTANT]
// Prints the verdict on the emblem in TOKENS. Exit code 0 only if it is marked.
using System.Globalization;
using DigitalEmblem;
using DigitalEmblem.Verifier;

if (args.Length is not (4 or 5))
{
    Console.Error.WriteLine("usage: verify-offline TOKENS CHAIN LOG-LIST ROOTS [INSTANT]");
    return 64;
}

DateTimeOffset at = args.Length == 5 ? DateTimeOffset.Parse(args[4], CultureInfo.InvariantCulture) : TimeProvider.System.GetUtcNow();
UnverifiedTokens tokens = UnverifiedTokens.Read(File.ReadAllBytes(args[0]), args[0]);
BindingChain chain = BindingChain.Read(File.ReadAllBytes(args[1]), args[1]);
var trust = new TransparencyTrust
{
    Logs = LogList.Read(File.ReadAllBytes(args[2])),
    Roots = RootStore.Read(File.ReadAllBytes(args[3])),
};

HeldEvidence evidence = HeldEvidence.Of(CommitmentMaterial.Of([chain]), trust);
VerifiedTokens verified = new EmblemVerifier().Verify(tokens, evidence, at);
Verdict verdict = TrustPolicy.Default.Decide(verified, tokens.DefaultAsset);

Console.WriteLine(verdict);
return verdict.Outcome == VerdictOutcome.Marked ? 0 : 1;
