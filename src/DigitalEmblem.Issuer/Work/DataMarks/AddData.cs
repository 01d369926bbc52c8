using System.Text.Json.Nodes;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>Takes the root of data that are to be marked.</summary>
internal sealed class AddData(IssuerStore store)
{
    /// <summary>The same, for trials: nothing is kept.</summary>
    public AddData Trial() => new(store.Trial());

    /// <summary>
    /// Puts it on the list; nothing is signed for it until it is declared and marked. The same request again changes nothing.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="root">The root.</param>
    /// <param name="purposes">What the sign is to stand for.</param>
    /// <param name="lifetime">How long signs last; null for the service's setting.</param>
    /// <param name="label">For people; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The data, and whether they are new here.</returns>
    /// <exception cref="RefusedException">The root is there, and something else is asked for it.</exception>
    public Task<(MarkedData Data, bool IsNew)> RunAsync(
        Actor actor, DataRoot root, Purposes purposes, TimeSpan? lifetime, string? label, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                Organization organization = await change.OrganizationAsync(cancellationToken);
                organization.Require(OrganizationRoles.Issuer);
                var data = MarkedData.Request(root, purposes, lifetime, label, change.Now);
                if (await DataByRoot.FindAsync(change.Database, root, cancellationToken) is { } there)
                {
                    return there.IsSameRequest(data)
                        ? (there, false)
                        : throw new RefusedException(
                            Refusal.AlreadyThere,
                            $"{root} is here already, for {PurposeWords.Of(there.Purposes)}, and a request is never changed: what was "
                                + $"declared of it would be another thing. Prepare the data again ('emblem data prepare'), which gives "
                                + $"them another root, and ask for that.");
                }

                change.Database.Add(data);
                change.Journal(
                    "data.listed", root.ToString(), data, new JsonObject { ["purposes"] = purposes.ToString() });
                return (data, true);
            },
            cancellationToken);
}
