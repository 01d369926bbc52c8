using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Adds to the OpenAPI document what the endpoints do not state themselves: allowed roles, headers, problems. A copy of the document is
/// in spec/issuer-api.json.
/// </summary>
internal static class ApiDocument
{
    /// <summary>The document's name.</summary>
    public const string Name = "v1";

    private const string Bearer = "bearer";
    private const string ProblemMedia = "application/problem+json";

    public static void Configure(OpenApiOptions options)
    {
        // The document is a promise to its readers, so a schema keeps the name that it was published with.
        options.CreateSchemaReferenceId = info => info.Type == typeof(RequestState)
            ? "QuestState"
            : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Digital emblem issuer",
            Version = "1",
            Description = "The service by which an organization keeps, renews, publishes and withdraws its emblems, and an "
                + "authority endorses others. "
                + "Instants are ISO 8601 in UTC, durations whole seconds or days, tokens base64url. Lists are read by parts: "
                + "give next of one as after of the following. "
                + "Faults are problems (RFC 9457); their types are stable:\n\n" + string.Join(
                    '\n',
                    ProblemKind.All.OrderBy(k => k.Name, StringComparer.Ordinal).Select(k => $"- `{k.Type}` ({k.Status}): {k.Title}")),
        };
        // No servers are listed: the service's address depends on the caller.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = Bearer,
                Description = "An API key (issuer_…), or an access token of the organization's identity provider where one is set up.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        AccessRoles roles = Callers.RolesOf(context.Description.ActionDescriptor.EndpointMetadata);
        operation.Description =
            $"{(operation.Description is { Length: > 0 } text ? text + "\n\n" : "")}Roles: {string.Join(", ", Callers.NamesOf(roles))}.";
        operation.Parameters ??= [];
        bool put = context.Description.HttpMethod == HttpMethods.Put;
        bool versioned = context.Description.ActionDescriptor.EndpointMetadata.OfType<System.Reflection.MethodInfo>()
            .Any(m => m.GetParameters().Any(p => p.ParameterType == typeof(Seen)));
        if (versioned)
        {
            bool optional = context.Description.ActionDescriptor.EndpointMetadata.Contains(Seen.NotAlways);
            operation.Parameters.Add(Header("If-Match", put && !optional, put
                ? "The ETag that was read, or * for whatever is there (not needed to set up what is not there yet)."
                : "The ETag that was read, if it matters that nothing changed since."));
        }

        if (context.Description.HttpMethod == HttpMethods.Post)
        {
            operation.Parameters.Add(Header(
                IdempotentCalls.Header,
                false,
                "A name for this call, of your making. For a day, the same call again is not carried out twice but answered as before."));
        }

        // Streams and files of a moment have no ETag.
        bool conditional = context.Description.HttpMethod == HttpMethods.Get
            && context.Description.SupportedResponseTypes.Any(t => t.Type is { } type && type != typeof(void));
        if (conditional)
        {
            operation.Parameters.Add(Header(
                "If-None-Match", false, "The ETag of an answer that the caller has: 304 if this one would be the same."));
        }

        if (WaitPreference.IsOf(context.Description.ActionDescriptor.EndpointMetadata))
        {
            operation.Parameters.Add(Header(
                WaitPreference.Header,
                false,
                $"wait=30, with If-None-Match: the answer comes when it is another one, or 304 after so many seconds, at most "
                    + $"{WaitPreference.Longest} (RFC 7240). Preference-Applied says that it was heeded: {WaitingCalls.MostOfOne} calls of "
                    + "a key wait at a time, and more are answered at once."));
        }

        if (context.Description.HttpMethod != HttpMethods.Get)
        {
            operation.Parameters.Add(Header(Caller.ReasonHeader, false, "Why, for the journal: 1 to 200 characters. No personal data."));
        }

        operation.Responses ??= [];
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<EitherAccepted>().LastOrDefault() is { } either
            && operation.Responses["202"].Content?.Values.FirstOrDefault() is { } accepted)
        {
            accepted.Schema = new OpenApiSchema
            {
                OneOf = [.. either.Schemas.Select(n => new OpenApiSchemaReference(n, context.Document))],
            };
        }

        if (conditional)
        {
            operation.Responses["304"] = new OpenApiResponse { Description = "It is the same as the answer that the caller has." };
        }

        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A problem (RFC 9457): type, title, status, detail.",
            Content = new Dictionary<string, OpenApiMediaType> { [ProblemMedia] = new() { Schema = ProblemSchema() } },
        };
    }

    private static OpenApiParameter Header(string name, bool required, string description) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static void Describe(OpenApiSchema schema, Type type)
    {
        if (type == typeof(Purposes))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. PurposeNames.All.Select(p => (JsonNode)p)],
            };
        }
        else if (type == typeof(AccessRoles) || type == typeof(OrganizationRoles) || type == typeof(RiskKinds))
        {
            // These are arrays of names in JSON; the flags are internal.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Where(n => n != "None").Select(n => (JsonNode)n)];
        }
        else if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
        {
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }
    }
}
