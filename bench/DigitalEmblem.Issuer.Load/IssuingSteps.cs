using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// What one emblem costs on one thread, step by step: the bare signature, its bare verification, the token, the whole set that is signed
/// and judged, and the recording in SQLite.
/// </summary>
internal static class IssuingSteps
{
    private static readonly string[] Turns = ["cold", "warm"];

    /// <summary>Measures with so many names.</summary>
    public static async Task<string> RunAsync(int count)
    {
        await using IssuerScene scene = await IssuingRun.SceneAsync(null, count);
        DateTimeOffset now = scene.Clock.Now;
        var options = new IssuingOptions();
        List<Asset> assets = await scene.ReadAsync(d => d.Assets.AsNoTracking().ToListAsync());
        EmblemChain chain = await scene.ReadAsync(d => EmblemChain.LoadAsync(d, now, default));
        var sign = new SignEmblem(options, scene.Clock);
        List<string> rows = [];
        List<SignedEmblem> signed = [];
        await new RingKeys(scene.Ring).UseAsync(
            chain.EmblemKey,
            key =>
            {
                byte[] data = new byte[200];
                byte[] signature = [];
                rows.Add(Time("bare signature", count, _ => signature = key.Sign(data)));
                VerificationKey verification = chain.EmblemKey.ToVerificationKey();
                rows.Add(Time("bare verification", count, _ => verification.Verify(data, signature)));
                foreach (string turn in Turns)
                {
                    signed.Clear();
                    rows.Add(Time($"signed and judged in its set, {turn}", count, i => signed.Add(
                        sign.Run(assets[i], chain, (MarkProfiles.Cwt, false), key, now))));
                }

                return true;
            },
            default);
        var record = new RecordEmblems(new Storage.IssuerStore(scene.Contexts, scene.Clock));
        foreach (int batch in new[] { 200, 1000 })
        {
            int half = count / 2;
            SignedEmblem[] part = [.. signed.Skip(batch == 200 ? 0 : half).Take(half)];
            Stopwatch clock = Stopwatch.StartNew();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            foreach (SignedEmblem[] some in part.Chunk(batch))
            {
                await record.RunAsync(chain.EmblemKey.Id, some, default);
            }

            rows.Add(Row($"recorded in SQLite, {batch} in a transaction", half, clock.Elapsed, Environment.CpuUsage.TotalTime - before));
        }

        return string.Join('\n', ["| step | µs each | each second | µs of processor each |", "|---|---|---|---|", .. rows]);
    }

    private static string Time(string step, int count, Action<int> one)
    {
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < count; i++)
        {
            one(i);
        }

        return Row(step, count, clock.Elapsed, Environment.CpuUsage.TotalTime - before);
    }

    private static string Row(string step, int count, TimeSpan took, TimeSpan processor) => string.Create(
        CultureInfo.InvariantCulture, $"| {step} | {took.TotalMicroseconds / count:F1} | {count / took.TotalSeconds:F0} "
            + $"| {processor.TotalMicroseconds / count:F1} |");
}
