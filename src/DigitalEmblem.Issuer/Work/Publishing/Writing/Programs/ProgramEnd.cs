using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>How the run of a program ended.</summary>
/// <param name="Code">Its exit code; null if it was ended because it took too long, or not started.</param>
/// <param name="Said">What it said last, made safe for people; empty for nothing.</param>
/// <param name="NotStarted">Why it could not be started; null if it was.</param>
internal sealed record ProgramEnd(int? Code, string Said, Sentence? NotStarted = null);
